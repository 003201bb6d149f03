import type { OrderState } from "@countersign/shared/contract/api/fulfilment.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";
import { cancelOrder } from "@countersign/shared/engine/fulfilment/acceptance/reseller-actions.ts";
import { offeredActions } from "@countersign/shared/engine/fulfilment/acceptance/reseller-widgets.ts";
import { mayRetry } from "@countersign/shared/engine/fulfilment/acceptance/retry.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { lockVisibleOrder } from "#server/records/orders/lock-visible-order.ts";
import { orderStateOf } from "#server/records/orders/order-state.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import { cancelLocked } from "./cancel-order.ts";
import { checkOrder } from "./check-order.ts";

/** The locked order, for somebody who acts for one of its sellers. */
export const lockForSeller = async (tx: Tx, actor: Actor, id: OrderId): Promise<Result<Order, RequestRefusal>> => {
  const found = await lockVisibleOrder(tx, actor, id);
  if (!found.ok) return found;
  const { order } = found.value;
  return may(actor.person, "fulfil-order", { order }) ? ok(order) : refuse("not-allowed");
};

/** Runs the checks and returns the order's state; if they change the order, the answer is stored with it. */
const checkedByHand = async (
  services: Services,
  { tenantId }: Actor,
  orderId: OrderId,
  repeatable: Repeatable | undefined,
): Promise<Result<OrderState, RequestRefusal>> => {
  const checked = await checkOrder(services, { tenantId, orderId }, { trigger: "accepted", repeatable });
  if (!checked.ok) return checked;
  const { changed } = checked.value;
  if (changed !== undefined) return ok(orderStateOf(changed));
  const { document } = await services.db
    .selectFrom("orders")
    .select("document")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  return ok(orderStateOf(document));
};

/** An open stage has to be decided by its candidates; accepting only repeats the checks after that. */
const mayAccept = (order: Order): Result<void, RequestRefusal> =>
  offeredActions(order).includes("accept") && foldFlow(order.flow).outcome !== "pending"
    ? ok(undefined)
    : refuse("action-not-offered", { action: "accept", status: order.status });

/** W60, W67, W70: runs all checks again, once the reseller has paid or wants the payment tried again. */
export const acceptByHand = async (
  services: Services,
  actor: Actor,
  id: OrderId,
  repeatable?: Repeatable,
): Promise<Result<OrderState, RequestRefusal>> => {
  const accepted = await inTransaction(services.db, async (tx) => {
    const order = await lockForSeller(tx, actor, id);
    return order.ok ? mayAccept(order.value) : order;
  });
  return accepted.ok ? checkedByHand(services, actor, id, repeatable) : accepted;
};

const mayRetryWithin = async (
  tx: Tx,
  { followers }: Services,
  actor: Actor,
  id: OrderId,
): Promise<Result<void, RequestRefusal>> => {
  const order = await lockForSeller(tx, actor, id);
  if (!order.ok) return order;
  // An order's content never changes after it is placed, so the order is still the one that was approved.
  const retry = mayRetry(order.value, order.value);
  if (!retry.ok) return retry;
  const objection = await followers.objectionTo(tx, "go-on", { tenantId: actor.tenantId, order: order.value });
  return objection === undefined ? ok(undefined) : fail(objection);
};

/** A27: executes the order again on its existing approvals; the checks run again as well (W58). */
export const retryByHand = async (
  services: Services,
  actor: Actor,
  id: OrderId,
  repeatable?: Repeatable,
): Promise<Result<OrderState, RequestRefusal>> => {
  const allowed = await inTransaction(services.db, (tx) => mayRetryWithin(tx, services, actor, id));
  return allowed.ok ? checkedByHand(services, actor, id, repeatable) : allowed;
};

interface ToCancel {
  readonly id: OrderId;
  readonly repeatable: Repeatable | undefined;
}

const cancelWithin = async (
  tx: Tx,
  services: Services,
  actor: Actor,
  { id, repeatable }: ToCancel,
): Promise<Result<WrittenChanges<OrderState>, RequestRefusal>> => {
  const order = await lockForSeller(tx, actor, id);
  if (!order.ok) return order;
  const status = cancelOrder(order.value);
  const cancelled = await cancelLocked(tx, services, actor.tenantId, { order: order.value, status });
  if (!cancelled.ok) return cancelled;
  const { after, change } = cancelled.value;
  const state = orderStateOf(after);
  await repeatable?.keep(tx, { status: 200, body: state });
  return ok({ answer: state, changes: [change] });
};

/** W60, W68, W70: the order will not be executed. */
export const cancelByHand = (
  services: Services,
  actor: Actor,
  id: OrderId,
  repeatable?: Repeatable,
): Promise<Result<OrderState, RequestRefusal>> =>
  tryChanges(services, actor.tenantId, (tx) => cancelWithin(tx, services, actor, { id, repeatable }));
