import { ChevronDown } from "lucide-react";
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from "react-aria-components";

import { classNames } from "./class-names.ts";
import styles from "./field.module.css";
import popup from "./popup.module.css";

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly name: string;
}

interface SelectProps<Id extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}

export const Select = <Id extends string>({ label, choices, value, onChange }: SelectProps<Id>) => (
  <AriaSelect
    className={classNames(styles["field"])}
    value={value}
    onChange={(key) => {
      const chosen = choices.find(({ id }) => id === key);
      if (chosen !== undefined) onChange(chosen.id);
    }}
  >
    <Label className={classNames(styles["label"])}>{label}</Label>
    <Button className={classNames(styles["input"], popup["trigger"])}>
      <SelectValue />
      <ChevronDown size={14} aria-hidden="true" />
    </Button>
    <Popover className={classNames(popup["popover"])} offset={4}>
      <ListBox className={classNames(popup["list"])}>
        {choices.map(({ id, name }) => (
          <ListBoxItem key={id} id={id} className={classNames(popup["item"])}>
            {name}
          </ListBoxItem>
        ))}
      </ListBox>
    </Popover>
  </AriaSelect>
);
