import { Search, X } from "lucide-react";
import type { Ref } from "react";
import { Button, Input, Label, SearchField as AriaSearchField } from "react-aria-components";

import { screenWords } from "./screen-words.ts";
import { classNames } from "./class-names.ts";
import styles from "./field.module.css";

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly inputRef: Ref<HTMLInputElement>;
}

export const SearchField = ({ label, value, onChange, inputRef }: SearchFieldProps) => {
  const t = screenWords("kit");
  return (
    <AriaSearchField className={classNames(styles["field"])} value={value} onChange={onChange}>
      {({ isEmpty }) => (
        <>
          <Label className={classNames(styles["label"])}>{label}</Label>
          <div className={styles["search"]} data-empty={isEmpty || undefined}>
            <Search className={styles["icon"]} size={14} aria-hidden="true" />
            <Input ref={inputRef} className={classNames(styles["input"])} maxLength={64} aria-keyshortcuts="/" />
            <Button className={classNames(styles["clear"])} aria-label={t("clearSearch")}>
              <X size={14} aria-hidden="true" />
            </Button>
          </div>
        </>
      )}
    </AriaSearchField>
  );
};
