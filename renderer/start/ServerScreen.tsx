import type { FormEvent } from "react";
import { useState } from "react";

import type { SessionView } from "@countersign/shared/contract/views.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { TextInput } from "#renderer/kit/TextInput.tsx";
import { useAction } from "#renderer/bridge/use-action.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { StartPage } from "./StartPage.tsx";
import { StartProblem } from "./StartProblem.tsx";
import styles from "./start.module.css";

type NoServer = Extract<SessionView, { state: "no-server" }>;

/** Asks which server to use: the first page of an application that was just installed. */
export const ServerScreen = ({ session: { server = "" } }: { readonly session: NoServer }) => {
  const t = screenWords("start");
  const { run, problem, isRunning } = useAction("choose-server");
  const [address, setAddress] = useState(server);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() !== "") void run({ address: address.trim() });
  };
  return (
    <StartPage>
      {problem && <StartProblem problem={problem} />}
      <form className={styles["form"]} onSubmit={submit} aria-label={t("chooseServer")} noValidate>
        <TextInput label={t("serverAddress")} type="url" hasFocusFirst value={address} onChange={setAddress} />
        <Button type="submit" kind="primary" isPending={isRunning}>
          {t("continue")}
        </Button>
      </form>
      <Notice tone="info">{t("serverHint")}</Notice>
    </StartPage>
  );
};
