import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { malformed } from "@countersign/shared/contract/request-refusal.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { SubscriptionTerms } from "@countersign/shared/domain/subscription.ts";
import { defaultChangePolicy } from "@countersign/shared/domain/subscription.ts";
import type { ApprovalAgain } from "@countersign/shared/engine/fulfilment/approval-again/approval-again.ts";
import type { ChangeState } from "@countersign/shared/engine/fulfilment/approval-again/change-life-cycle.ts";
import { proposeChange } from "@countersign/shared/engine/fulfilment/approval-again/change.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { refusalOfAmount } from "#server/records/orders/amount-refusal.ts";
import { priced } from "#server/records/orders/amounts.ts";
import type { Parties } from "#server/records/orders/parties.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import { may } from "#server/records/rights/may.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";
import {
  insertSubscriptionOrder,
  lockSubscription,
  recordEntry,
  replaceSubscription,
} from "#server/records/subscriptions/subscription-store.ts";
import { changeable, isOver } from "#server/records/subscriptions/subscription.ts";

import { completeLines } from "./complete-lines.ts";
import { dueNow } from "./due-now.ts";
import { termsOf } from "./terms.ts";
import { isVisible } from "./visible-subscription.ts";

/** A new order that may name a subscription. */
interface ChangeRequest {
  readonly request: ParsedOrderRequest;
  readonly sender: OrderSender;
  readonly parties: Parties;
  readonly at: Instant;
}

/** A possible change of a locked subscription. */
export interface ProposedChange {
  readonly subscription: Subscription;
  /** The request, completed with the values in force. */
  readonly request: ParsedOrderRequest;
  readonly terms: SubscriptionTerms;
  readonly state: Exclude<ChangeState, "settled">;
  readonly approval: ApprovalAgain;
  readonly dueNow: Amount;
}

const completed = (
  request: ParsedOrderRequest,
  subscription: Subscription,
): Result<ParsedOrderRequest, RequestRefusal> => {
  const { recurrence, costCentre } = subscription.inForce;
  const lines = completeLines(request.lines, subscription);
  if (!lines.ok) return lines;
  return ok({
    ...request,
    recurrence: request.recurrence ?? recurrence,
    ...(costCentre === undefined || request.costCentre !== undefined ? {} : { costCentre }),
    lines: lines.value,
  });
};

/** The locked subscription that the order names; one that the sender may not change is treated as unknown. */
const subjectOf = async (
  tx: Tx,
  { tenantId, person }: Actor,
  { request, sender, parties }: ChangeRequest,
  { id, version }: NonNullable<ParsedOrderRequest["subscription"]>,
): Promise<Result<Subscription, RequestRefusal>> => {
  const { organisation: own } = sender;
  const { customer, reseller } = parties;
  const subscription = await lockSubscription(tx, tenantId, id);
  const isSubject =
    subscription !== undefined &&
    subscription.customer.organisationId === customer.id &&
    (await isVisible(tx, person, id)) &&
    may(person, "order-for-person", { own, company: customer, personId: subscription.requester.personId });
  if (!isSubject) return refuse("subscription-unknown", { id });
  if (request.reseller !== undefined && reseller?.id !== subscription.reseller?.organisationId)
    return malformed([{ path: "reseller.externalId", code: "not-the-seller" }]);
  if (isOver(subscription)) return refuse("subscription-over", { status: subscription.status });
  const { change, version: current } = subscription;
  if (change !== undefined) return refuse("change-in-progress", { state: change.state });
  if (version !== undefined && version !== current) return refuse("subscription-changed", { version: current });
  return ok(subscription);
};

/** Refuses the first line that names an item: only an order that changes a subscription may do so. */
export const refuseItemIds = ({ lines }: Pick<ParsedOrderRequest, "lines">): Result<undefined, RequestRefusal> => {
  const index = lines.findIndex(({ id }) => id !== undefined);
  return index === -1 ? ok(undefined) : malformed([{ path: `lines.${index}.id`, code: "only-for-changes" }]);
};

/**
 * The change of the subscription that an order names (A08), and whether it needs approval again (A94, I21); `undefined`
 * for any other order. What is in force stays as it is. Refused for a subscription that is unknown, not the sender's,
 * over, being changed, or changed meanwhile, and for an order that would change nothing.
 */
export const proposedChange = async (
  tx: Tx,
  actor: Actor,
  asked: ChangeRequest,
): Promise<Result<ProposedChange | undefined, RequestRefusal>> => {
  const { request: sent, at } = asked;
  if (sent.subscription === undefined) return refuseItemIds(sent);
  const subject = await subjectOf(tx, actor, asked, sent.subscription);
  if (!subject.ok) return subject;
  const subscription = subject.value;
  const complete = completed(sent, subscription);
  if (!complete.ok) return complete;
  const request = complete.value;
  const amounts = priced(request);
  if (!amounts.ok) return fail(refusalOfAmount(amounts.error));
  const { recurrence = subscription.inForce.recurrence, costCentre } = request;
  const terms = termsOf({ ...amounts.value, ...(costCentre === undefined ? {} : { costCentre }) }, recurrence);
  const customerId = subscription.customer.organisationId;
  const policy = (await findSetting(tx, actor.tenantId, "change-policy", customerId)) ?? defaultChangePolicy;
  const proposal = proposeChange(changeable(subscription), terms, policy);
  if (!proposal.ok) return proposal;
  const { approval } = proposal.value;
  const { state } = proposal.value.subscription;
  if (state === "settled") return refuse("change-without-difference");
  return ok({ subscription, request, terms, state, approval, dueNow: dueNow(subscription.inForce, terms, at) });
};

const changesOf = (differences: ApprovalAgain["asking"]): string[] => [
  ...new Set(differences.map(({ change }) => change)),
];

/** Stores the change of a stored order as pending; nothing of it is in force. */
export const keepProposal = async (tx: Tx, proposal: ProposedChange, order: Order, at: Instant): Promise<void> => {
  const { subscription, terms, state, approval, dueNow: due } = proposal;
  const by = { orderId: order.id, orderNumber: order.number };
  await insertSubscriptionOrder(tx, {
    orderId: order.id,
    subscriptionId: subscription.id,
    link: { kind: "change", basedOnVersion: subscription.version, terms, dueNow: due },
  });
  await replaceSubscription(tx, { ...subscription, change: { ...by, state, terms, dueNow: due } });
  const [asking, passing] = [approval.asking, approval.passing].map(changesOf);
  await recordEntry(tx, subscription, at, {
    event: "change-proposed",
    ...by,
    asking: asking ?? [],
    passing: passing ?? [],
  });
};
