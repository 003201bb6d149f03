import { useTranslation } from "react-i18next";

import type { OutboxEntry } from "@countersign/shared/contract/views.ts";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { Time } from "#renderer/kit/Time.tsx";

import styles from "./outbox.module.css";

/** What became of one decision, in a sentence, with the reason or comment that was given. */
export const EntryOutcome = ({ entry: { type, verdict, text } }: { readonly entry: OutboxEntry }) => {
  const { t } = useTranslation("outbox");
  const label = type === "comment-on-order" ? "comment" : "reason";
  return (
    <>
      {verdict.state === "waiting" && t("waiting")}
      {verdict.state === "accepted" && (
        <>
          {t("accepted")} <Time at={verdict.at} />
        </>
      )}
      {verdict.state === "refused" && <RefusalText refusal={verdict} />}{" "}
      {text !== undefined && <span className={styles["reason"]}>{t(label, { reason: text })}</span>}
    </>
  );
};
