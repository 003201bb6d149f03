import type { FormEvent } from "react";
import { useRef } from "react";

import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";
import { Button } from "#renderer/kit/Button.tsx";

import { LanguageFields } from "./LanguageFields.tsx";
import { ReminderFields } from "./ReminderFields.tsx";
import { SavingNotice } from "./SavingNotice.tsx";
import styles from "./mail-preferences.module.css";
import { useDraft } from "./use-draft.ts";

export const PreferencesForm = ({ read }: { readonly read: MailPreferences }) => {
  const t = screenWords("mail");
  const draft = useDraft(read);
  const { preferences, change, save, saving, isUnsaved } = draft;
  const saveButton = useRef<HTMLButtonElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles["form"]} onSubmit={submit} aria-label={t("title")} noValidate>
      <LanguageFields preferences={preferences} onChange={change} />
      <ReminderFields preferences={preferences} onChange={change} />
      <SavingNotice draft={draft} onTried={() => saveButton.current?.focus()} />
      <div className={styles["end"]}>
        <Button ref={saveButton} type="submit" kind="primary" isPending={saving.state === "running"}>
          {t("save")}
        </Button>
        <output className={styles["state"]}>
          {saving.state === "running" && t("saving")}
          {saving.state === "saved" && !isUnsaved && t("saved")}
          {(saving.state === "none" || saving.state === "saved") && isUnsaved && t("unsaved")}
        </output>
      </div>
    </form>
  );
};
