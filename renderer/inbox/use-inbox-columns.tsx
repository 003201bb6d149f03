import { Repeat } from "lucide-react";
import { useMemo } from "react";

import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { MoneyText } from "#renderer/kit/MoneyText.tsx";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import type { Column } from "#renderer/kit/grid-column.ts";
import { Age } from "#renderer/kit/Time.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { useNow } from "#renderer/kit/use-now.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./inbox.module.css";

export const useInboxColumns = (): readonly Column<InboxRow>[] => {
  const t = screenWords("inbox");
  const words = screenWords("kit");
  const now = useNow();
  return useMemo(
    () => [
      {
        id: "number",
        header: t("column.number"),
        width: "minmax(6.5rem, 0.8fr)",
        cell: ({ number }) => <span className={styles["number"]}>{number}</span>,
      },
      {
        id: "requester",
        header: t("column.requester"),
        width: "minmax(4.5rem, 1.1fr)",
        cell: ({ requester }) => requester,
      },
      { id: "customer", header: t("column.customer"), width: "minmax(5rem, 1.4fr)", cell: ({ customer }) => customer },
      {
        id: "amount",
        header: t("column.amount"),
        width: "minmax(7.75rem, 0.9fr)",
        align: "end",
        cell: ({ amount }) => <MoneyText amount={amount} isStrong />,
      },
      {
        id: "recurring",
        header: t("column.recurring"),
        isHeaderHidden: true,
        width: "1rem",
        cell: ({ isRecurring }) => isRecurring && <RecurringMark name={t("recurring")} />,
      },
      {
        id: "age",
        header: t("column.age"),
        width: "4.5rem",
        cell: ({ waitingSince }) => <Age since={waitingSince} now={now} />,
      },
      {
        id: "stage",
        header: t("column.stage"),
        width: "minmax(5.5rem, 1fr)",
        cell: ({ stageRole, mayDecide }) =>
          mayDecide.allowed ? (
            <span className={styles["stage"]}>{memberWords(stageRole, (known) => words(`stageRole.${known}`))}</span>
          ) : (
            <StatusBadge tone="newer">{words("newer")}</StatusBadge>
          ),
      },
    ],
    [now, t, words],
  );
};

const RecurringMark = ({ name }: { readonly name: string }) => (
  <span className={styles["recurring"]} title={name}>
    <Repeat size={14} aria-hidden="true" />
    <span className="visually-hidden">{name}</span>
  </span>
);
