import { Input, Label, TextField } from "react-aria-components";

import { classNames } from "./class-names.ts";
import styles from "./field.module.css";

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type: "email" | "text";
}

export const TextInput = ({ label, value, onChange, type }: TextInputProps) => (
  <TextField
    className={classNames(styles["field"])}
    value={value}
    onChange={onChange}
    type={type}
    autoComplete="off"
    validationBehavior="aria"
  >
    <Label className={classNames(styles["label"])}>{label}</Label>
    <Input className={classNames(styles["input"])} />
  </TextField>
);
