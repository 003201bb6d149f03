import type { FormEvent } from "react";
import { useState } from "react";

import { Button } from "#renderer/kit/Button.tsx";
import { Dialog, DialogButtons } from "#renderer/kit/Dialog.tsx";
import { ProblemNotice } from "#renderer/kit/ProblemNotice.tsx";
import { TextInput } from "#renderer/kit/TextInput.tsx";
import { useAction } from "#renderer/bridge/use-action.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./shell.module.css";

interface ResumeDialogProps {
  readonly email: string;
  readonly onClose: () => void;
}

/** Asks the signed-in person for their password when the session is over. Nothing on the screen is lost. */
export const ResumeDialog = ({ email, onClose }: ResumeDialogProps) => {
  const t = screenWords("shell");
  const words = screenWords("kit");
  const { run, problem, isRunning } = useAction("resume-session");
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password !== "" && (await run({ password }))) onClose();
  };
  return (
    <Dialog title={t("signInAgain")} isOpen onClose={onClose}>
      <form className={styles["resume"]} onSubmit={(event) => void submit(event)} noValidate>
        <p>{t("resumeLead", { email })}</p>
        <TextInput
          label={t("password")}
          type="password"
          autoComplete="current-password"
          hasFocusFirst
          value={password}
          onChange={setPassword}
        />
        <ProblemNotice problem={problem} />
        <DialogButtons>
          <Button onPress={onClose}>{words("cancel")}</Button>
          <Button type="submit" kind="primary" isPending={isRunning}>
            {t("signIn")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
};
