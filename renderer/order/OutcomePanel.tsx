import { useTranslation } from "react-i18next";

import type { Order, OrderStatus } from "@countersign/shared/domain/order.ts";

import { Panel } from "./Panel.tsx";
import styles from "./why.module.css";

type Outcome = "approved" | "sold" | "rejected" | "not-needed" | "other";

const outcomeOf = (status: OrderStatus, erpStatus: Order["erpStatus"]): Outcome => {
  if (status === "rejected" || status === "not-needed") return status;
  if (erpStatus === "released" || erpStatus === "posted") return "sold";
  return status === "approved" ? "approved" : "other";
};

/** Where an order stands that asks nobody any more, and whether that can still change. */
export const OutcomePanel = ({ order: { status, erpStatus } }: { readonly order: Order }) => {
  const { t } = useTranslation("order");
  const { t: words } = useTranslation("kit");
  const outcome = outcomeOf(status, erpStatus);
  return (
    <Panel title={t("outcome.title")}>
      <p className={styles["reason"]}>{t(`outcome.${outcome}`, { status: t(`status.${status}`) })}</p>
      <p>{t(`outcome.${outcome}Next`, { erpStatus: words(`erpStatus.${erpStatus}`) })}</p>
    </Panel>
  );
};
