import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components";

import styles from "./checkbox.module.css";
import { classNames } from "./class-names.ts";

interface CheckboxProps {
  readonly children: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

export const Checkbox = ({ children, isSelected, onChange }: CheckboxProps) => (
  <AriaCheckbox className={classNames(styles["checkbox"])} isSelected={isSelected} onChange={onChange}>
    <span className={styles["box"]} aria-hidden="true">
      {isSelected && <Check size={14} strokeWidth={3} />}
    </span>
    <span>{children}</span>
  </AriaCheckbox>
);
