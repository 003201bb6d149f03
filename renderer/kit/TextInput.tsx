import { Input, Label, TextField } from "react-aria-components";

import { classNames } from "./class-names.ts";
import styles from "./field.module.css";

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type: "email" | "password" | "text" | "url";
  /** What a password manager may fill in. */
  readonly autoComplete?: "username" | "current-password" | "off";
  /** Whether the focus starts here when the page or dialog opens. */
  readonly hasFocusFirst?: boolean;
}

export const TextInput = ({
  label,
  value,
  onChange,
  type,
  autoComplete = "off",
  hasFocusFirst = false,
}: TextInputProps) => (
  <TextField
    className={classNames(styles["field"])}
    value={value}
    onChange={onChange}
    type={type}
    autoComplete={autoComplete}
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page or dialog opens for this field
    autoFocus={hasFocusFirst}
    validationBehavior="aria"
  >
    <Label className={classNames(styles["label"])}>{label}</Label>
    <Input className={classNames(styles["input"])} />
  </TextField>
);
