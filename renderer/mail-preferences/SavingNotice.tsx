import { useTopic } from "#renderer/bridge/bridge-context.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";
import { Button } from "#renderer/kit/Button.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";

import styles from "./mail-preferences.module.css";
import type { Draft } from "./use-draft.ts";

interface SavingNoticeProps {
  readonly draft: Draft;
  /** The notice disappears with the button that was pressed, so the focus needs another place. */
  readonly onTried: () => void;
}

/** Why the draft is not saved on the server, and what to do about it. */
export const SavingNotice = ({ draft, onTried }: SavingNoticeProps) => {
  const { saving, save, saveMine, takeTheirs } = draft;
  const thenFocus = (act: () => unknown) => () => {
    void act();
    onTried();
  };
  const t = screenWords("mail");
  const words = screenWords("kit");
  const status = useTopic("status", {});
  const isOffline = status?.ok === true && status.value.connection === "offline";
  if (saving.state === "changed-elsewhere")
    return (
      <Notice
        tone="problem"
        announced="at-once"
        action={
          <span className={styles["choices"]}>
            <Button onPress={thenFocus(saveMine)}>{t("saveMine")}</Button>
            <Button onPress={thenFocus(takeTheirs)}>{t("takeTheirs")}</Button>
          </span>
        }
      >
        <strong>{t("changedElsewhere")}</strong> {t("changedElsewhereNext")}
      </Notice>
    );
  if (saving.state === "refused")
    return (
      <Notice
        tone={saving.problem.code === "offline" ? "waiting" : "problem"}
        announced="at-once"
        action={<Button onPress={thenFocus(save)}>{words("tryAgain")}</Button>}
      >
        <RefusalText refusal={saving.problem} /> {t("kept")}
      </Notice>
    );
  return (
    isOffline && (
      <Notice tone="waiting" announced="in-turn">
        <strong>{t("offline")}</strong> {t("kept")}
      </Notice>
    )
  );
};
