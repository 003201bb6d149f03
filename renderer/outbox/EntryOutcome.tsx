import type { OutboxEntry } from "@countersign/shared/contract/views.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { RefusalText } from "#renderer/kit/RefusalText.tsx";
import { Time } from "#renderer/kit/Time.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./outbox.module.css";

/** The result of one decision in a sentence, with the reason or comment that was given. */
export const EntryOutcome = ({ entry: { type, verdict, text } }: { readonly entry: OutboxEntry }) => {
  const t = screenWords("outbox");
  const label = type === "comment-on-order" ? "comment" : "reason";
  return (
    <>
      <VerdictText verdict={verdict} />{" "}
      {text !== undefined && <span className={styles["reason"]}>{t(label, { reason: text })}</span>}
    </>
  );
};

const VerdictText = ({ verdict }: Pick<OutboxEntry, "verdict">) => {
  const t = screenWords("outbox");
  const words = screenWords("kit");
  if (isNewer(verdict)) return words("newer");
  switch (verdict.state) {
    case "waiting":
      return t("waiting");
    case "accepted":
      return (
        <>
          {t("accepted")} <Time at={verdict.at} />
        </>
      );
    case "refused":
      return <RefusalText refusal={verdict} />;
  }
};
