import type { Ref } from "react";
import { ChevronDown } from "lucide-react";
import { Button, ComboBox as AriaComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";

import { classNames } from "./class-names.ts";
import styles from "./field.module.css";
import popup from "./popup.module.css";
import type { Choice } from "./Select.tsx";

interface ComboBoxProps {
  readonly label: string;
  /** The name of the button that opens the list. */
  readonly openLabel: string;
  readonly choices: readonly Choice<string>[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly inputRef: Ref<HTMLInputElement>;
}

/** Choosing one of many: typing narrows down the list. */
export const ComboBox = ({ label, openLabel, choices, value, onChange, inputRef }: ComboBoxProps) => (
  <AriaComboBox
    className={classNames(styles["field"])}
    defaultItems={choices}
    value={value}
    onChange={(key) => {
      if (typeof key === "string") onChange(key);
    }}
  >
    <Label className={classNames(styles["label"])}>{label}</Label>
    <div className={styles["combined"]}>
      <Input ref={inputRef} className={classNames(styles["input"])} />
      <Button className={classNames(styles["open"])} aria-label={openLabel}>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
    </div>
    <Popover className={classNames(popup["popover"])} offset={4}>
      <ListBox<Choice<string>> className={classNames(popup["list"], popup["long"])}>
        {({ id, name }) => (
          <ListBoxItem id={id} className={classNames(popup["item"])}>
            {name}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </AriaComboBox>
);
