import type { OrderId, PersonId } from "@countersign/shared/domain/ids.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { findSubscriptionOrder } from "#server/records/subscriptions/subscription-store.ts";

/**
 * The approvers of the subscription that made this order, and of its changes: an execution has no decisions of its own
 * (I20). Empty for any other order.
 */
export const subscriptionApproversOf = async (tx: Tx, orderId: OrderId): Promise<PersonId[]> => {
  const found = await findSubscriptionOrder(tx, orderId);
  if (found?.link.kind !== "renewal") return [];
  const rows = await tx
    .selectFrom("subscription_orders")
    .innerJoin("orders", "orders.id", "subscription_orders.order_id")
    .select("orders.document")
    .where("subscription_id", "=", found.subscriptionId)
    .where("kind", "<>", "renewal")
    .execute();
  const approved = rows.filter(
    ({ document: { status, erpStatus } }) => status === "executed" || erpStatus === "posted",
  );
  const decisions = approved.flatMap(({ document }) => document.flow.decisions);
  const standing = decisions.filter(({ outcome, reversal }) => outcome === "approved" && reversal === undefined);
  return [...new Set(standing.map(({ person }) => person.personId))];
};
