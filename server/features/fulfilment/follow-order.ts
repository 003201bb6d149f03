import type { Order } from "@countersign/shared/domain/order.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { OrderFollower } from "#server/records/orders/order-follower.ts";

import { mayBeCharged } from "./charges.ts";
import { isCommitted, oweInvoiced } from "./credit.ts";

const isOwed = (order: Order): boolean => isCommitted(order) && order.erpStatus === "posted";

/** The money behind an order: its reseller's credit, and the card that it is paid with. */
export const moneyFollower: OrderFollower = {
  follow: async (tx, { tenantId, before, after }) => {
    // The ERP may invoice an order before its checks: then it is owed at once, and never committed. One that failed and is
    // tried again was owed before.
    if (isOwed(after) && !isOwed(before) && before.status !== "failed-after-approval")
      await oweInvoiced(tx, tenantId, after);
    return ok(undefined);
  },
  // While the card is charged no lock is held, and what was charged is not undone by an approval that is taken back.
  objectionTo: async (tx, step, { order }) =>
    step === "take-back" && (await mayBeCharged(tx, order.id)) ? refusal("payment-requested") : undefined,
};
