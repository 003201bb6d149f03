import { useState } from "react";

import { Button } from "#renderer/kit/Button.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { ProblemNotice } from "#renderer/kit/ProblemNotice.tsx";
import { useAction } from "#renderer/bridge/use-action.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./start.module.css";

/** Sends the address a link to set a new password, without revealing whether it has an account. */
export const ForgottenPassword = ({ email }: { readonly email: string }) => {
  const t = screenWords("start");
  const { run, problem, isRunning } = useAction("reset-password");
  const [askedFor, setAskedFor] = useState<string>();
  const ask = async () => {
    if (await run({ email })) setAskedFor(email);
  };
  return (
    <div className={styles["forgotten"]}>
      <Button kind="quiet" isDisabled={email === ""} isPending={isRunning} onPress={() => void ask()}>
        {t("forgotten")}
      </Button>
      <ProblemNotice problem={problem} />
      {askedFor !== undefined && !problem && (
        <Notice tone="info" announced="in-turn">
          {t("resetSent", { email: askedFor })}
        </Notice>
      )}
    </div>
  );
};
