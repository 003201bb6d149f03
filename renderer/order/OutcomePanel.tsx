import { useTranslation } from "react-i18next";

import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { useMember } from "#renderer/kit/use-member.ts";

import { Panel } from "./Panel.tsx";
import styles from "./why.module.css";

type Outcome = "approved" | "sold" | "rejected" | "not-needed" | "other";

const outcomeOf = ({ status, erpStatus }: Pick<LooseOrder, "status" | "erpStatus">): Outcome => {
  if (status === "rejected" || status === "not-needed") return status;
  if (erpStatus === "released" || erpStatus === "posted") return "sold";
  return status === "approved" ? "approved" : "other";
};

/** Where an order stands that asks nobody any more, and whether that can still change. */
export const OutcomePanel = ({ order }: { readonly order: LooseOrder }) => {
  const { t } = useTranslation("order");
  const { t: words } = useTranslation("kit");
  const member = useMember();
  const outcome = outcomeOf(order);
  const status = member(order.status, (known) => t(`status.${known}`));
  const erpStatus = member(order.erpStatus, (known) => words(`erpStatus.${known}`));
  return (
    <Panel title={t("outcome.title")}>
      <p className={styles["reason"]}>{t(`outcome.${outcome}`, { status })}</p>
      <p>{t(`outcome.${outcome}Next`, { erpStatus })}</p>
    </Panel>
  );
};
