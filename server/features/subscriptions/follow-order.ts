import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { SubscriptionId } from "@countersign/shared/domain/ids.ts";
import { subscriptionIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { FollowedChange, FollowerRefusal, OrderFollower } from "#server/records/orders/order-follower.ts";
import { fulfilmentSettingsOf } from "#server/records/settings/fulfilment-settings.ts";
import {
  findSubscriptionOrder,
  insertSubscription,
  insertSubscriptionOrder,
  lockSubscription,
  recordEntry,
  replaceSubscription,
} from "#server/records/subscriptions/subscription-store.ts";
import type { SubscriptionOrder } from "#server/records/subscriptions/subscription.ts";
import { isOver } from "#server/records/subscriptions/subscription.ts";

import type { OrderProgress } from "./change-steps.ts";
import { entryOf, followed, progressOf } from "./change-steps.ts";
import { scheduleAfter, termsOf } from "./terms.ts";

/** Begins the subscription of a recurring order that was provisioned (A18, A19). */
const begin = async (tx: Tx, { tenantId, after: order, at }: FollowedChange, recurrence: Recurrence): Promise<void> => {
  const { number, customer, reseller, distributor, requester } = order;
  const inForce = termsOf(order, recurrence);
  // The order itself is the first execution, whenever it was provisioned.
  const after = recurrence.startsAt > at ? recurrence.startsAt : at;
  const subscription: Subscription = {
    id: subscriptionIdSchema.parse(order.id),
    number,
    revision: 1,
    status: "active",
    customer,
    ...(reseller === undefined ? {} : { reseller }),
    ...(distributor === undefined ? {} : { distributor }),
    requester,
    startedAt: at,
    version: 1,
    inForce,
    inForceSince: at,
    inForceBy: order.id,
    ...scheduleAfter(recurrence, after),
  };
  await insertSubscription(tx, tenantId, subscription);
  await insertSubscriptionOrder(tx, { orderId: order.id, subscriptionId: subscription.id, link: { kind: "first" } });
  const entry = { event: "started", orderId: order.id, orderNumber: number, version: 1, terms: inForce } as const;
  await recordEntry(tx, subscription, at, entry);
};

type Followed = Result<void, FollowerRefusal>;
const done: Followed = ok(undefined);

type ChangeLink = Extract<SubscriptionOrder, { kind: "change" }>;

/** Whether the order's change could become pending again: nothing was changed since, and nothing is being changed. */
const couldReturn = (subscription: Subscription, { basedOnVersion }: ChangeLink): boolean =>
  !isOver(subscription) && subscription.change === undefined && subscription.version === basedOnVersion;

/** Whether a settled change was given up, by a rejection or by a withdrawal after a failure. Any other is in force. */
const wasGivenUp = ({ status }: Order): boolean => status === "rejected" || status === "failed-after-approval";

interface ChangeOfOrder {
  readonly subscriptionId: SubscriptionId;
  readonly link: ChangeLink;
  readonly stand: OrderProgress;
}

const followChange = async (
  tx: Tx,
  { tenantId, before, after, at }: FollowedChange,
  { subscriptionId, link, stand }: ChangeOfOrder,
): Promise<Followed> => {
  const subscription = await lockSubscription(tx, tenantId, subscriptionId);
  if (subscription === undefined) throw new Error("An order changes a subscription that does not exist");
  if (subscription.change?.orderId === after.id) {
    const next = followed(subscription, stand, after, at);
    if (next === subscription) return done;
    await replaceSubscription(tx, next);
    const entry = entryOf(subscription, next, after);
    if (entry !== undefined) await recordEntry(tx, next, at, entry);
    return done;
  }
  // Settled: later reports affect only the order. Below, the order of a change that was given up would continue.
  if (stand === "given-up" || before.status === after.status || !wasGivenUp(before)) return done;
  if (before.status !== "rejected" || !couldReturn(subscription, link)) return fail(refusal("subscription-went-on"));
  // Taking a rejection back makes the change pending again.
  const { terms, dueNow } = link;
  const change = {
    orderId: after.id,
    orderNumber: after.number,
    state: "waiting-for-approval",
    terms,
    dueNow,
  } as const;
  await replaceSubscription(tx, { ...subscription, change });
  return done;
};

/**
 * Lets the subscription follow its order. A recurring order begins it when provisioned; the order of a change brings the
 * change into force when provisioned and not before (A18-A20), and gives it up when rejected (A15). Refused for an order
 * that continues although its change was given up.
 */
const follow = async (tx: Tx, order: FollowedChange): Promise<Followed> => {
  const { tenantId, before, after } = order;
  const { recurrence } = after;
  if (recurrence === undefined) return done;
  if (before.status === after.status && before.erpStatus === after.erpStatus) return done;
  const found = await findSubscriptionOrder(tx, after.id);
  if (found !== undefined && found.link.kind !== "change") return done;
  const stand = progressOf(after, (await fulfilmentSettingsOf(tx, tenantId, after)) !== undefined);
  if (found?.link.kind === "change")
    return followChange(tx, order, { subscriptionId: found.subscriptionId, link: found.link, stand });
  if (stand === "provisioned") await begin(tx, order, recurrence);
  return done;
};

/**
 * Whether an order may continue: always, except for a rejected or failed change if the subscription has changed since. The
 * subscription stays locked.
 */
const mayGoOn = async (tx: Tx, tenantId: string, order: Order): Promise<boolean> => {
  const found = order.recurrence && (await findSubscriptionOrder(tx, order.id));
  if (found?.link.kind !== "change") return true;
  const subscription = await lockSubscription(tx, tenantId, found.subscriptionId);
  if (subscription === undefined) return false;
  return (
    subscription.change?.orderId === order.id || (order.status === "rejected" && couldReturn(subscription, found.link))
  );
};

export const subscriptionFollower: OrderFollower = {
  follow,
  objectionTo: async (tx, step, { tenantId, order }) =>
    step === "go-on" && !(await mayGoOn(tx, tenantId, order)) ? refusal("subscription-went-on") : undefined,
};
