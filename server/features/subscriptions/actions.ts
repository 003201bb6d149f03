import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { SubscriptionId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { SubscriptionEvent } from "@countersign/shared/engine/fulfilment/approval-again/subscription-life-cycle.ts";
import { subscriptionLifeCycle } from "@countersign/shared/engine/fulfilment/approval-again/subscription-life-cycle.ts";
import { nextState } from "@countersign/shared/engine/transitions.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { organisationOf } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import {
  lockSubscription,
  recordEntry,
  replaceSubscription,
} from "#server/records/subscriptions/subscription-store.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { scheduleAfter } from "./terms.ts";
import { isVisible } from "./visible-subscription.ts";

/** A person's action on a subscription; none of them asks for approval (I20, I21). */
export type Action = Exclude<SubscriptionEvent, "end">;

const reached = { pause: "paused", resume: "active", cancel: "cancelled" } as const;
const entries = { pause: "paused", resume: "resumed", cancel: "cancelled" } as const;

/** The locked subscription, for somebody who may act on it. One that they may not see is not found. */
export const lockForActor = async (
  tx: Tx,
  { person, tenantId }: Actor,
  id: SubscriptionId,
): Promise<Result<Subscription, RequestRefusal>> => {
  const subscription = await lockSubscription(tx, tenantId, id);
  if (subscription === undefined || !(await isVisible(tx, person, id))) return refuse("not-found");
  const own = await organisationOf(tx, person.organisationId);
  const company = await organisationOf(tx, subscription.customer.organisationId);
  const { personId } = subscription.requester;
  return may(person, "order-for-person", { own, company, personId }) ? ok(subscription) : refuse("not-allowed");
};

/** The subscription with its new status: the next date is set only for an active one, counted from now. */
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
): Promise<Result<Subscription, RequestRefusal>> => {
  await shareVisibility(tx, actor.tenantId);
  const locked = await lockForActor(tx, actor, id);
  if (!locked.ok) return locked;
  const subscription = locked.value;
  const { status, change } = subscription;
  if (status === reached[action]) return locked;
  const next = nextState(subscriptionLifeCycle, status, action);
  if (next === undefined) return refuse("subscription-over", { status });
  if (next === "cancelled" && change !== undefined) return refuse("change-in-progress", { state: change.state });
  const at = clock.now();
  const changed = await replaceSubscription(tx, rescheduled(subscription, next, at));
  await recordEntry(tx, changed, at, { event: entries[action], person: referenceTo(actor.person) });
  return ok(changed);
};

/**
 * Pauses, resumes or cancels a subscription; repeating it changes nothing. Executions during a pause are skipped, while
 * the term continues. Refused for a subscription that is over, and for a cancellation while it is being changed.
 */
export const act = (
  services: Services,
  actor: Actor,
  request: { id: SubscriptionId; action: Action },
): Promise<Result<Subscription, RequestRefusal>> =>
  inTransaction(services.db, (tx) => actWithin(tx, services, actor, request));
