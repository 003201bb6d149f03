import type { Order } from "@countersign/shared/domain/order.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { OrderFollower } from "#server/records/orders/order-follower.ts";

import { mayBeCharged } from "./charges.ts";
import { isCommitted, oweInvoiced } from "./credit.ts";

const isOwed = (order: Order): boolean => isCommitted(order) && order.erpStatus === "posted";

/** Keeps the reseller's credit and the card payment in step with an order. */
export const moneyFollower: OrderFollower = {
  follow: async (tx, { tenantId, before, after }) => {
    // The ERP may invoice an order before its checks: then it is owed at once, and never committed. One that is
    // retried after a failure was owed before.
    if (isOwed(after) && !isOwed(before) && before.status !== "failed-after-approval")
      await oweInvoiced(tx, tenantId, after);
    return ok(undefined);
  },
  // No lock is held while the card is charged, and taking an approval back does not undo a charge.
  objectionTo: async (tx, step, { order }) =>
    step === "take-back" && (await mayBeCharged(tx, order.id)) ? refusal("payment-requested") : undefined,
};
