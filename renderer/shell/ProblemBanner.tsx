import { useState } from "react";

import type { AppError, SignInMethod } from "@countersign/shared/contract/views.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { useAction } from "#renderer/bridge/use-action.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { ResumeDialog } from "./ResumeDialog.tsx";
import styles from "./shell.module.css";

interface ProblemBannerProps {
  readonly problem: AppError;
  readonly email: string;
  readonly signsInBy: SignInMethod;
}

/** Why nothing is sent or kept at the moment, and what to do about it. */
export const ProblemBanner = ({ problem, email, signsInBy }: ProblemBannerProps) => (
  <div className={styles["banner"]}>
    <Notice
      tone="problem"
      announced="at-once"
      action={
        problem.code === "session-refused" && signsInBy === "password" ? (
          <Resume email={email} />
        ) : (
          needsSignIn.has(problem.code) && <SignOut />
        )
      }
    >
      <RefusalText refusal={problem} />
    </Notice>
  </div>
);

/** Problems that end with a new session. */
const needsSignIn = new Set(["session-refused", "not-signed-in"]);

const SignOut = () => {
  const t = screenWords("shell");
  const { run } = useAction("sign-out");
  return <Button onPress={() => void run({})}>{t("signInAgain")}</Button>;
};

const Resume = ({ email }: { readonly email: string }) => {
  const t = screenWords("shell");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t("signInAgain")}</Button>
      {isOpen && <ResumeDialog email={email} onClose={() => setOpen(false)} />}
    </>
  );
};
