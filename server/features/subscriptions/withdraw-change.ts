import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { SubscriptionId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import { statusAfter } from "@countersign/shared/engine/fulfilment/acceptance/order-life-cycle.ts";

import { cancelLocked } from "#server/features/fulfilment/cancel-order.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { lockOrder } from "#server/records/orders/order-store.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { recordEntry, replaceSubscription } from "#server/records/subscriptions/subscription-store.ts";

import { lockForActor } from "./actions.ts";
import { entryOf, withdrawn } from "./change-steps.ts";
import { visibleSubscription } from "./visible-subscription.ts";

type Withdrawn = Result<WrittenChanges<Subscription>, RequestRefusal>;

const nothingToWithdraw = () => refuse("change-step-impossible", { state: "settled", event: "withdraw" });

/** Gives up the change of a failed order; the order stays on record as it is (A26). */
const giveUp = async (tx: Tx, { clock }: Services, subscription: Subscription, order: Order): Promise<Withdrawn> => {
  const at = clock.now();
  const next = withdrawn(subscription, order, at);
  const entry = entryOf(subscription, next, order);
  if (entry !== undefined) await recordEntry(tx, next, at, entry);
  return ok({ answer: await replaceSubscription(tx, next), changes: [] });
};

/** Cancels the waiting order of the change; the subscription follows it. */
const cancelOrder = async (
  tx: Tx,
  services: Services,
  actor: Actor,
  { order, id }: { order: Order; id: SubscriptionId },
): Promise<Withdrawn> => {
  const status = statusAfter(order.status, "cancel");
  const cancelled = await cancelLocked(tx, services, actor.tenantId, { order, status });
  if (!cancelled.ok) return cancelled;
  const left = await lockForActor(tx, actor, id);
  return left.ok ? ok({ answer: left.value, changes: [cancelled.value.change] }) : left;
};

const withdrawWithin = async (
  tx: Tx,
  services: Services,
  actor: Actor,
  { id, orderId }: { id: SubscriptionId; orderId: Order["id"] },
): Promise<Withdrawn> => {
  const order = await lockOrder(tx, actor.tenantId, orderId);
  const locked = await lockForActor(tx, actor, id);
  if (!locked.ok) return locked;
  const subscription = locked.value;
  if (order === undefined || subscription.change?.orderId !== orderId) return nothingToWithdraw();
  return subscription.change.state === "provisioning-failed" && order.status === "failed-after-approval"
    ? giveUp(tx, services, subscription, order)
    : cancelOrder(tx, services, actor, { order, id });
};

/**
 * Withdraws the pending change; what is in force stays (A20). Its order is cancelled if it still waits. Refused if the
 * order can no longer be cancelled.
 */
export const withdrawChange = async (
  services: Services,
  actor: Actor,
  id: SubscriptionId,
): Promise<Result<Subscription, RequestRefusal>> => {
  const visible = await visibleSubscription(services.db, actor, id);
  if (!visible.ok) return visible;
  const { change } = visible.value;
  if (change === undefined) return nothingToWithdraw();
  return tryChanges(services, actor.tenantId, (tx) =>
    withdrawWithin(tx, services, actor, { id, orderId: change.orderId }),
  );
};
