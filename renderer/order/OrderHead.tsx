import type { LooseOrder, OrderStatus } from "@countersign/shared/domain/order.ts";
import { isNewer } from "@countersign/shared/domain/newer.ts";
import { MoneyText } from "#renderer/kit/MoneyText.tsx";
import type { StatusTone } from "#renderer/kit/StatusBadge.tsx";
import { StatusBadge } from "#renderer/kit/StatusBadge.tsx";
import { memberWords } from "#renderer/kit/member-words.ts";
import { screenWords } from "#renderer/kit/screen-words.ts";

import styles from "./order.module.css";

const tones: Record<OrderStatus, StatusTone> = {
  draft: "closed",
  "waiting-for-parent": "later",
  "waiting-for-data": "later",
  pending: "open",
  approved: "approved",
  "not-needed": "approved",
  rejected: "rejected",
  "blocked-by-credit": "refused",
  executing: "approved",
  executed: "approved",
  "failed-after-approval": "refused",
};

export const OrderHead = ({ order: { number, status, customer, totals } }: { readonly order: LooseOrder }) => {
  const t = screenWords("order");
  return (
    <div className={styles["head"]}>
      <h1 id="order-number" className={styles["number"]}>
        {number}
      </h1>
      <StatusBadge tone={isNewer(status) ? "newer" : tones[status]}>
        {memberWords(status, (known) => t(`status.${known}`))}
      </StatusBadge>
      <span className={styles["customer"]}>{customer.name}</span>
      <span className={styles["amount"]}>
        <MoneyText amount={totals.gross} isStrong />
      </span>
    </div>
  );
};
