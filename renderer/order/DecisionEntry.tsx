import type { LooseDecision } from "@countersign/shared/domain/approval-flow.ts";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import { Time } from "#renderer/kit/Time.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./stages.module.css";

/** Who decided what, when and why; a decision taken back is struck through, with who did that (S47, S49). */
export const DecisionEntry = ({ decision }: { readonly decision: LooseDecision }) => {
  const t = screenWords("order");
  const { person, onBehalfOf, outcome, madeAt, receivedAt, reason, reversal } = decision;
  const made = (
    <>
      <strong>{person.name}</strong>{" "}
      {onBehalfOf !== undefined && `${t("stages.onBehalfOf", { person: onBehalfOf.name })} `}
      {memberWords(outcome, (known) => t(`stages.${known}`))} · <Time at={madeAt} />
      {reason !== undefined && <q className={styles["reason"]}>{reason}</q>}
    </>
  );
  return (
    <li className={styles["decision"]}>
      <div>{reversal === undefined ? made : <del>{made}</del>}</div>
      {receivedAt === undefined && <StatusBadge tone="waiting">{t("stages.waiting")}</StatusBadge>}
      {reversal !== undefined && (
        <div>
          {t("stages.cancelledBy", { person: reversal.person.name })} · <Time at={reversal.madeAt} />
          {reversal.reason !== undefined && <q className={styles["reason"]}>{reversal.reason}</q>}
          {reversal.receivedAt === undefined && <StatusBadge tone="waiting">{t("stages.waiting")}</StatusBadge>}
        </div>
      )}
    </li>
  );
};
