import type { KeyboardEvent, ReactNode, Ref } from "react";
import { FieldError, Label, Text, TextArea as AriaTextArea, TextField } from "react-aria-components";

import { classNames } from "./class-names.ts";
import styles from "./field.module.css";

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired: boolean;
  readonly error?: ReactNode;
  readonly hint?: ReactNode;
  readonly areaRef: Ref<HTMLTextAreaElement>;
}

/** Enter starts a new line, so Control or Command with Enter sends the form. */
const submitWithControl = ({ key, ctrlKey, metaKey, currentTarget }: KeyboardEvent<HTMLTextAreaElement>) => {
  if (key === "Enter" && (ctrlKey || metaKey)) currentTarget.form?.requestSubmit();
};

export const TextArea = ({ label, value, onChange, isRequired, error, hint, areaRef }: TextAreaProps) => (
  <TextField
    className={classNames(styles["field"])}
    value={value}
    onChange={onChange}
    isRequired={isRequired}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    // In a dialog that asks for one text, the focus starts here.
    // oxlint-disable-next-line jsx-a11y/no-autofocus
    autoFocus
  >
    <Label className={classNames(styles["label"])}>{label}</Label>
    <AriaTextArea
      ref={areaRef}
      className={classNames(styles["input"], styles["area"])}
      onKeyDown={submitWithControl}
      aria-keyshortcuts="Control+Enter"
    />
    {hint !== undefined && (
      <Text slot="description" className={classNames(styles["hint"])}>
        {hint}
      </Text>
    )}
    <FieldError className={classNames(styles["error"])}>{error}</FieldError>
  </TextField>
);
