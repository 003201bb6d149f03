import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { SubscriptionId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { SubscriptionEvent } from "@countersign/shared/engine/fulfilment/approval-again/subscription-life-cycle.ts";
import { subscriptionLifeCycle } from "@countersign/shared/engine/fulfilment/approval-again/subscription-life-cycle.ts";
import { nextState } from "@countersign/shared/engine/transitions.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { HttpProblem, orThrow } from "#server/foundation/http/problem.ts";
import { senderOf } from "#server/records/orders/sender.ts";
import { organisationOf } from "#server/records/people/members.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import {
  lockSubscription,
  recordEntry,
  replaceSubscription,
} from "#server/records/subscriptions/subscription-store.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { mayActOn } from "./may-act.ts";
import { scheduleAfter } from "./terms.ts";
import { isVisible } from "./visible-subscription.ts";

/** What people do with a subscription; none of it asks for approval (I20, I21). */
export type Action = Exclude<SubscriptionEvent, "end">;

const reached = { pause: "paused", resume: "active", cancel: "cancelled" } as const;
const entries = { pause: "paused", resume: "resumed", cancel: "cancelled" } as const;

/**
 * The subscription, locked, for somebody who may act on it.
 * @throws HttpProblem 404 out of scope, 403 for who places no orders for the customer.
 */
export const lockForActor = async (tx: Tx, actor: Actor, id: SubscriptionId): Promise<Subscription> => {
  const { person, tenantId } = actor;
  const subscription = await lockSubscription(tx, tenantId, id);
  if (subscription === undefined || !(await isVisible(tx, person, id))) throw new HttpProblem(404, "not-found");
  const customer = await organisationOf(tx, subscription.customer.organisationId);
  if (!mayActOn(subscription, customer, orThrow(await senderOf(tx, actor)))) throw new HttpProblem(403, "not-allowed");
  return subscription;
};

/** One that does not execute has no next date; one that does again begins with the next date from now on. */
const rescheduled = (subscription: Subscription, status: Subscription["status"], at: Instant): Subscription => {
  const { nextAt: _, endsAt: __, ...rest } = subscription;
  const { nextAt, ...schedule } = scheduleAfter(subscription.inForce.recurrence, at);
  const executes = status === "active" && nextAt !== undefined;
  return { ...rest, status, ...schedule, ...(executes ? { nextAt } : {}) };
};

const actWithin = async (
  tx: Tx,
  { clock }: Services,
  actor: Actor,
  { id, action }: { id: SubscriptionId; action: Action },
): Promise<Subscription> => {
  await shareVisibility(tx, actor.tenantId);
  const subscription = await lockForActor(tx, actor, id);
  const { status, change } = subscription;
  if (status === reached[action]) return subscription;
  const next = nextState(subscriptionLifeCycle, status, action);
  if (next === undefined) throw new HttpProblem(409, "subscription-over", { status });
  if (next === "cancelled" && change !== undefined)
    throw new HttpProblem(409, "change-in-progress", { state: change.state });
  const at = clock.now();
  const changed = await replaceSubscription(tx, rescheduled(subscription, next, at));
  await recordEntry(tx, changed, at, { event: entries[action], person: referenceTo(actor.person) });
  return changed;
};

/**
 * Pauses, resumes or cancels a subscription; the same once more changes nothing. Executions that fall into a pause are
 * left out, and the term goes on meanwhile.
 * @throws HttpProblem 404 and 403 as {@link lockForActor}, 409 for one that is over, or that is being changed and shall
 * be cancelled.
 */
export const act = (
  services: Services,
  actor: Actor,
  request: { id: SubscriptionId; action: Action },
): Promise<Subscription> => inTransaction(services.db, (tx) => actWithin(tx, services, actor, request));
