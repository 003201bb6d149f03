import { useTranslation } from "react-i18next";

import type { AppError } from "#shared/contract/views.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { useAction } from "#renderer/use-action.ts";

import styles from "./shell.module.css";

/** Problems that end with a new session. */
const needsSignIn = new Set(["session-refused", "not-signed-in"]);

/** Why nothing is sent or kept at the moment, and what to do about it. */
export const ProblemBanner = ({ problem }: { readonly problem: AppError }) => {
  const { t } = useTranslation("shell");
  const { run } = useAction("session.sign-out");
  return (
    <div className={styles["banner"]}>
      <Notice
        tone="problem"
        announced="at-once"
        action={needsSignIn.has(problem.code) && <Button onPress={() => void run({})}>{t("signInAgain")}</Button>}
      >
        <RefusalText refusal={problem} />
      </Notice>
    </div>
  );
};
