import { useMemo } from "react";
import { Link } from "wouter";

import type { HistoryRow } from "@countersign/shared/contract/views.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { formatExactly } from "#renderer/kit/format-time.ts";
import { MoneyText } from "#renderer/kit/MoneyText.tsx";
import type { Column } from "#renderer/kit/grid-column.ts";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import { Time } from "#renderer/kit/Time.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { orderPath } from "#renderer/routes.ts";
import { classNames } from "#renderer/kit/class-names.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./history.module.css";

export const useHistoryColumns = (): readonly Column<HistoryRow>[] => {
  const t = screenWords("history");
  return useMemo(
    () => [
      {
        id: "action",
        header: t("column.action"),
        width: "6.75rem",
        cell: ({ action }) => (
          <StatusBadge tone={isNewer(action) ? "newer" : action}>
            {memberWords(action, (known) => t(`action.${known}`))}
          </StatusBadge>
        ),
      },
      {
        id: "order",
        header: t("column.order"),
        width: "minmax(6.5rem, 1.1fr)",
        cell: ({ orderId, orderNumber, customer }) => (
          <>
            <Link href={orderPath(orderId)} tabIndex={-1} className={styles["order"]}>
              {orderNumber}
            </Link>{" "}
            <span className={styles["second"]} title={customer.name}>
              {customer.name}
            </span>
          </>
        ),
      },
      {
        id: "amount",
        header: t("column.amount"),
        width: "minmax(7.5rem, 0.8fr)",
        align: "end",
        cell: ({ amount }) => <MoneyText amount={amount} />,
      },
      {
        id: "person",
        header: t("column.person"),
        width: "minmax(6.5rem, 0.9fr)",
        cell: (row) => <Decider row={row} />,
      },
      { id: "made", header: t("column.made"), width: "minmax(6.5rem, 1.2fr)", cell: (row) => <When row={row} /> },
      {
        id: "reason",
        header: t("column.reason"),
        width: "minmax(6rem, 1.6fr)",
        cell: ({ reason }) => (
          <span className={classNames(styles["reason"], reason === undefined && styles["none"])} title={reason}>
            {reason ?? t("noReason")}
          </span>
        ),
      },
    ],
    [t],
  );
};

const Decider = ({ row: { person, onBehalfOf, stageRole } }: { readonly row: HistoryRow }) => {
  const t = screenWords("kit");
  const words = screenWords("history");
  return (
    <>
      {person.name} {onBehalfOf !== undefined && `${words("onBehalfOf", { person: onBehalfOf.name })} `}
      <span className={styles["second"]}>{memberWords(stageRole, (known) => t(`stageRole.${known}`))}</span>
    </>
  );
};

/** When it was made. The time of receipt shows on hover; a decision not yet received says so. */
const When = ({ row: { madeAt, receivedAt } }: { readonly row: HistoryRow }) => {
  const t = screenWords("history");
  if (receivedAt === undefined)
    return (
      <>
        <Time at={madeAt} /> <StatusBadge tone="waiting">{t("waiting")}</StatusBadge>
      </>
    );
  return (
    <span title={t("received", { time: formatExactly(receivedAt) })}>
      <Time at={madeAt} />
    </span>
  );
};
