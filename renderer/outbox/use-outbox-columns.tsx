import { useMemo } from "react";
import { Link } from "wouter";

import { isCommandType } from "@countersign/shared/commands/payloads.ts";
import type { OutboxEntry } from "@countersign/shared/contract/views.ts";
import { verdictState } from "@countersign/shared/domain/command.ts";
import type { Column } from "#renderer/kit/grid-column.ts";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import { Time } from "#renderer/kit/Time.tsx";
import { orderPath } from "#renderer/routes.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import { EntryOutcome } from "./EntryOutcome.tsx";
import styles from "./outbox.module.css";

const tones = { waiting: "waiting", accepted: "approved", refused: "refused", newer: "newer" } as const;

export const useOutboxColumns = (): readonly Column<OutboxEntry>[] => {
  const t = screenWords("outbox");
  return useMemo(
    () => [
      {
        id: "state",
        header: t("column.state"),
        width: "7rem",
        cell: ({ verdict }) => {
          const state = verdictState(verdict);
          return <StatusBadge tone={tones[state]}>{t(`state.${state}`)}</StatusBadge>;
        },
      },
      {
        id: "action",
        header: t("column.action"),
        width: "minmax(7.5rem, 0.8fr)",
        cell: ({ type }) => (
          <span className={styles["action"]}>{isCommandType(type) ? t(`action.${type}`) : t("otherAction")}</span>
        ),
      },
      {
        id: "order",
        header: t("column.order"),
        width: "minmax(6.5rem, 1fr)",
        cell: (entry) => <EntryOrder entry={entry} />,
      },
      {
        id: "made",
        header: t("column.made"),
        width: "minmax(6.5rem, 1.1fr)",
        cell: ({ madeAt }) => <Time at={madeAt} />,
      },
      {
        id: "what",
        header: t("column.what"),
        width: "minmax(8rem, 2fr)",
        cell: (entry) => <EntryOutcome entry={entry} />,
      },
    ],
    [t],
  );
};

const EntryOrder = ({ entry: { orderId, orderNumber, customer } }: { readonly entry: OutboxEntry }) => (
  <>
    {orderId === undefined ? (
      orderNumber
    ) : (
      <Link href={orderPath(orderId)} tabIndex={-1} className={styles["order"]}>
        {orderNumber ?? orderId}
      </Link>
    )}{" "}
    <span className={styles["customer"]}>{customer}</span>
  </>
);
