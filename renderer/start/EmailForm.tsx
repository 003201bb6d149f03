import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "#renderer/kit/Button.tsx";
import { TextInput } from "#renderer/kit/TextInput.tsx";

import styles from "./start.module.css";

interface EmailFormProps {
  readonly onSubmit: (email: string) => void;
  readonly isRunning: boolean;
}

export const EmailForm = ({ onSubmit, isRunning }: EmailFormProps) => {
  const { t } = useTranslation("start");
  const [email, setEmail] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== "") onSubmit(email.trim());
  };
  return (
    <form className={styles["form"]} onSubmit={submit} aria-label={t("byEmail")} noValidate>
      <TextInput label={t("email")} type="email" value={email} onChange={setEmail} />
      <Button type="submit" isPending={isRunning}>
        {t("signIn")}
      </Button>
    </form>
  );
};
