import type { FormEvent } from "react";
import { useState } from "react";

import type { CallInput } from "@countersign/shared/contract/bridge.ts";
import type { SignInMethod } from "@countersign/shared/contract/views.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { TextInput } from "#renderer/kit/TextInput.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { ForgottenPassword } from "./ForgottenPassword.tsx";
import styles from "./start.module.css";

interface SignInFormProps {
  readonly signsInBy: SignInMethod;
  /** The address to begin with. */
  readonly email: string;
  readonly onSubmit: (account: CallInput<"sign-in">) => void;
  readonly isRunning: boolean;
}

/** Asks for the address, and for the password if the server wants one. */
export const SignInForm = ({ signsInBy, email: known, onSubmit, isRunning }: SignInFormProps) => {
  const t = screenWords("start");
  const [typed, setTyped] = useState(known);
  const [password, setPassword] = useState("");
  const email = typed.trim();
  const asksForPassword = signsInBy === "password";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email === "" || (asksForPassword && password === "")) return;
    onSubmit(asksForPassword ? { email, password } : { email });
  };
  return (
    <>
      <form className={styles["form"]} onSubmit={submit} aria-label={t("byEmail")} noValidate>
        <TextInput
          label={t("email")}
          type="email"
          autoComplete={asksForPassword ? "username" : "off"}
          value={typed}
          onChange={setTyped}
        />
        {asksForPassword && (
          <TextInput
            label={t("password")}
            type="password"
            autoComplete="current-password"
            hasFocusFirst={known !== ""}
            value={password}
            onChange={setPassword}
          />
        )}
        <Button type="submit" kind={asksForPassword ? "primary" : "neutral"} isPending={isRunning}>
          {t("signIn")}
        </Button>
      </form>
      {asksForPassword && <ForgottenPassword email={email} />}
    </>
  );
};
