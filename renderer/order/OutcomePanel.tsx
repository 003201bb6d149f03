import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { Panel } from "./Panel.tsx";
import styles from "./why.module.css";

type Outcome = "approved" | "sold" | "rejected" | "not-needed" | "other";

const outcomeOf = ({ status, erpStatus }: Pick<LooseOrder, "status" | "erpStatus">): Outcome => {
  if (status === "rejected" || status === "not-needed") return status;
  if (erpStatus === "released" || erpStatus === "posted") return "sold";
  return status === "approved" ? "approved" : "other";
};

/** The outcome of an order that no longer asks anybody, and whether it can still change. */
export const OutcomePanel = ({ order }: { readonly order: LooseOrder }) => {
  const t = screenWords("order");
  const words = screenWords("kit");
  const outcome = outcomeOf(order);
  const status = memberWords(order.status, (known) => t(`status.${known}`));
  const erpStatus = memberWords(order.erpStatus, (known) => words(`erpStatus.${known}`));
  return (
    <Panel title={t("outcome.title")}>
      <p className={styles["reason"]}>{t(`outcome.${outcome}`, { status })}</p>
      <p>{t(`outcome.${outcome}Next`, { erpStatus })}</p>
    </Panel>
  );
};
