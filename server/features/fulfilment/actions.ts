import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";
import { cancelOrder } from "@countersign/shared/engine/fulfilment/acceptance/reseller-actions.ts";
import { offeredActions } from "@countersign/shared/engine/fulfilment/acceptance/reseller-widgets.ts";
import { mayRetry } from "@countersign/shared/engine/fulfilment/acceptance/retry.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { conflict, HttpProblem, orConflict, orThrow } from "#server/foundation/http/problem.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { lockVisibleOrder } from "#server/records/orders/lock-visible-order.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import { cancelLocked } from "./cancel-order.ts";
import { checkOrder } from "./check-order.ts";
import { orderStateOf } from "./order-state.ts";

/** The order, locked, for somebody who may act on it. @throws HttpProblem 404 out of scope, 403 for who is no seller. */
export const lockForSeller = async (tx: Tx, actor: Actor, id: OrderId): Promise<Order> => {
  const { order } = orThrow(await lockVisibleOrder(tx, actor, id));
  if (!may(actor.person, "fulfil-order", { order })) throw new HttpProblem(403, "not-allowed");
  return order;
};

/** Runs the checks and returns the order as they left it; where they wrote it, its answer is kept with it. */
const checkedByHand = async (
  services: Services,
  { tenantId }: Actor,
  orderId: OrderId,
  repeatable: Repeatable | undefined,
): Promise<Order> => {
  const { changed } = await checkOrder(services, { tenantId, orderId }, { trigger: "accepted", repeatable });
  if (changed !== undefined) return changed;
  const { document } = await services.db
    .selectFrom("orders")
    .select("document")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  return document;
};

/** W60, W67, W70: all checks again, once the reseller paid or wants the payment tried again. */
export const acceptByHand = async (
  services: Services,
  actor: Actor,
  id: OrderId,
  repeatable?: Repeatable,
): Promise<Order> => {
  await inTransaction(services.db, async (tx) => {
    const order = await lockForSeller(tx, actor, id);
    // A stage that is open is decided, by whoever it asks; here only the checks that follow are asked for again.
    if (!offeredActions(order).includes("accept") || foldFlow(order.flow).outcome === "pending")
      throw new HttpProblem(409, "action-not-offered", { action: "accept", status: order.status });
  });
  return checkedByHand(services, actor, id, repeatable);
};

/** A27: once more, on the approvals that it has; the checks run again as well (W58). */
export const retryByHand = async (
  services: Services,
  actor: Actor,
  id: OrderId,
  repeatable?: Repeatable,
): Promise<Order> => {
  await inTransaction(services.db, async (tx) => {
    const order = await lockForSeller(tx, actor, id);
    // An order's content never changes once it is placed: what stands is what was approved.
    orConflict(mayRetry(order, order));
    const objection = await services.followers.objectionTo(tx, "go-on", { tenantId: actor.tenantId, order });
    if (objection !== undefined) throw conflict(objection);
  });
  return checkedByHand(services, actor, id, repeatable);
};

/** W60, W68, W70: the order will not be executed. */
export const cancelByHand = (
  services: Services,
  actor: Actor,
  id: OrderId,
  repeatable?: Repeatable,
): Promise<Order> => {
  const { tenantId } = actor;
  return writeChanges(services, tenantId, async (tx) => {
    const order = await lockForSeller(tx, actor, id);
    const cancelled = await cancelLocked(tx, services, tenantId, { order, status: cancelOrder(order) });
    await repeatable?.keep(tx, { status: 200, body: orderStateOf(cancelled.after) });
    return { answer: cancelled.after, changes: [cancelled.change] };
  });
};
