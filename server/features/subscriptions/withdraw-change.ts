import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { SubscriptionId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { statusAfter } from "@countersign/shared/engine/fulfilment/acceptance/order-life-cycle.ts";

import { cancelLocked } from "#server/features/fulfilment/cancel-order.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, orThrow } from "#server/foundation/http/problem.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { lockOrder } from "#server/records/orders/order-store.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { recordEntry, replaceSubscription } from "#server/records/subscriptions/subscription-store.ts";

import { lockForActor } from "./actions.ts";
import { entryOf, withdrawn } from "./change-steps.ts";
import { visibleSubscription } from "./visible-subscription.ts";

type Withdrawn = WrittenChanges<Subscription>;

/** A failed order stays on record as it is (A26); only the change that it made is given up. */
const giveUp = async (tx: Tx, { clock }: Services, subscription: Subscription, order: Order): Promise<Withdrawn> => {
  const at = clock.now();
  const next = withdrawn(subscription, order, at);
  const entry = entryOf(subscription, next, order);
  if (entry !== undefined) await recordEntry(tx, next, at, entry);
  return { answer: await replaceSubscription(tx, next), changes: [] };
};

/** An order that waits ends with the change that it makes; the subscription follows it. */
const cancelOrder = async (
  tx: Tx,
  services: Services,
  actor: Actor,
  { order, id }: { order: Order; id: SubscriptionId },
): Promise<Withdrawn> => {
  const { tenantId } = actor;
  const status = statusAfter(order.status, "cancel");
  const { change } = orThrow(await cancelLocked(tx, services, tenantId, { order, status }));
  return { answer: await lockForActor(tx, actor, id), changes: [change] };
};

const withdrawWithin = async (
  tx: Tx,
  services: Services,
  actor: Actor,
  { id, orderId }: { id: SubscriptionId; orderId: Order["id"] },
): Promise<Withdrawn> => {
  const order = await lockOrder(tx, actor.tenantId, orderId);
  const subscription = await lockForActor(tx, actor, id);
  if (order === undefined || subscription.change?.orderId !== orderId)
    throw new HttpProblem(409, "change-step-impossible", { state: "settled", event: "withdraw" });
  return subscription.change.state === "provisioning-failed" && order.status === "failed-after-approval"
    ? giveUp(tx, services, subscription, order)
    : cancelOrder(tx, services, actor, { order, id });
};

/**
 * Gives the change that is under way up: what is in force stays (A20). Its order is cancelled if it still waits.
 * @throws HttpProblem 404 and 403 for whoever may not act on the subscription; 409 without a change, and for one whose
 * order is beyond it.
 */
export const withdrawChange = async (services: Services, actor: Actor, id: SubscriptionId): Promise<Subscription> => {
  const { change } = await visibleSubscription(services.db, actor, id);
  if (change === undefined)
    throw new HttpProblem(409, "change-step-impossible", { state: "settled", event: "withdraw" });
  return writeChanges(services, actor.tenantId, (tx) =>
    withdrawWithin(tx, services, actor, { id, orderId: change.orderId }),
  );
};
