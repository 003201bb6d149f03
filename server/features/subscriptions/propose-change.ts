import type { Subscription } from "@countersign/shared/contract/api/subscriptions.ts";
import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import type { Order, Quantity } from "@countersign/shared/domain/order.ts";
import type { SubscriptionTerms } from "@countersign/shared/domain/subscription.ts";
import { defaultChangePolicy } from "@countersign/shared/domain/subscription.ts";
import type { ApprovalAgain } from "@countersign/shared/engine/fulfilment/approval-again/approval-again.ts";
import type { ChangeState } from "@countersign/shared/engine/fulfilment/approval-again/change-life-cycle.ts";
import { proposeChange } from "@countersign/shared/engine/fulfilment/approval-again/change.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, malformedProblem, problemOf } from "#server/foundation/http/problem.ts";
import { refusalOfAmount } from "#server/records/orders/amount-refusal.ts";
import { priced } from "#server/records/orders/amounts.ts";
import type { Parties } from "#server/records/orders/parties.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";
import {
  insertSubscriptionOrder,
  lockSubscription,
  recordEntry,
  replaceSubscription,
} from "#server/records/subscriptions/subscription-store.ts";
import { changeable, isOver } from "#server/records/subscriptions/subscription.ts";

import { dueNow } from "./due-now.ts";
import { mayActOn } from "./may-act.ts";
import { termsOf } from "./terms.ts";
import { isVisible } from "./visible-subscription.ts";

/** An order on its way in that names a subscription. */
interface ChangeRequest {
  readonly request: ParsedOrderRequest;
  readonly sender: OrderSender;
  readonly parties: Parties;
  readonly at: Instant;
}

/** A change that is possible, with the subscription locked for it. */
export interface ProposedChange {
  readonly subscription: Subscription;
  /** The order with what it left out: as it is in force. */
  readonly request: ParsedOrderRequest;
  readonly terms: SubscriptionTerms;
  readonly state: Exclude<ChangeState, "settled">;
  readonly approval: ApprovalAgain;
  readonly dueNow: Amount;
}

type RequestLine = ParsedOrderRequest["lines"][number];

const lineQuantity = (quantity: Quantity): RequestLine["quantity"] =>
  quantity.kind === "units" ? quantity.value : "pay-per-use";

/** Every line under the id of its item, with what was in force of it; a new item gets an id that no item has. */
const completeLines = (lines: readonly RequestLine[], { inForce }: Subscription): RequestLine[] => {
  const items = new Map(inForce.items.map((item) => [item.id, item]));
  const taken = new Set(items.keys());
  const freeId = (): string => {
    for (let number = 1; ; number += 1) if (!taken.has(`line-${number}`)) return `line-${number}`;
  };
  const named = new Set<string>();
  return lines.map(({ previousQuantity, ...line }, index) => {
    if (line.id === undefined) {
      const id = freeId();
      taken.add(id);
      return { ...line, id };
    }
    const item = items.get(line.id);
    if (item === undefined) throw malformedProblem([{ path: `lines.${index}.id`, code: "not-an-item" }], 422);
    if (named.has(line.id)) throw malformedProblem([{ path: `lines.${index}.id`, code: "item-of-another-line" }], 422);
    named.add(line.id);
    const before = lineQuantity(item.quantity);
    if (previousQuantity !== undefined && previousQuantity !== before)
      throw malformedProblem([{ path: `lines.${index}.previousQuantity`, code: "not-in-force" }], 422);
    return { ...line, previousQuantity: before };
  });
};

const completed = (request: ParsedOrderRequest, subscription: Subscription): ParsedOrderRequest => {
  const { recurrence, costCentre } = subscription.inForce;
  return {
    ...request,
    recurrence: request.recurrence ?? recurrence,
    ...(costCentre === undefined || request.costCentre !== undefined ? {} : { costCentre }),
    lines: completeLines(request.lines, subscription),
  };
};

/** The subscription that the order names, locked; one that is not the sender's to change is as unknown as any other. */
const subjectOf = async (
  tx: Tx,
  { tenantId, person }: Actor,
  { request, sender, parties }: ChangeRequest,
  { id, version }: NonNullable<ParsedOrderRequest["subscription"]>,
): Promise<Subscription> => {
  const subscription = await lockSubscription(tx, tenantId, id);
  const isSubject =
    subscription !== undefined &&
    subscription.customer.organisationId === parties.customer.id &&
    (await isVisible(tx, person, id)) &&
    mayActOn(subscription, parties.customer, sender);
  if (!isSubject) throw new HttpProblem(422, "subscription-unknown", { id });
  if (request.reseller !== undefined && parties.reseller?.id !== subscription.reseller?.organisationId)
    throw malformedProblem([{ path: "reseller.externalId", code: "not-the-seller" }], 422);
  if (isOver(subscription)) throw new HttpProblem(409, "subscription-over", { status: subscription.status });
  if (subscription.change !== undefined)
    throw new HttpProblem(409, "change-in-progress", { state: subscription.change.state });
  if (version !== undefined && version !== subscription.version)
    throw new HttpProblem(409, "subscription-changed", { version: subscription.version });
  return subscription;
};

/** What changes no subscription has no items to name. @throws HttpProblem 422 with the first line that does. */
export const refuseItemIds = ({ lines }: Pick<ParsedOrderRequest, "lines">): undefined => {
  const index = lines.findIndex(({ id }) => id !== undefined);
  if (index === -1) return undefined;
  throw malformedProblem([{ path: `lines.${index}.id`, code: "only-for-changes" }], 422);
};

/**
 * What an order that names a subscription changes about it (A08), and whether that needs approval again (A94, I21);
 * `undefined` for any other order. What is in force stays as it is.
 * @throws HttpProblem 422 for a subscription that is unknown or not the sender's, and for no change at all; 409 for one
 * that is over, being changed, or changed meanwhile.
 */
export const proposedChange = async (
  tx: Tx,
  actor: Actor,
  asked: ChangeRequest,
): Promise<ProposedChange | undefined> => {
  const { request: sent, at } = asked;
  if (sent.subscription === undefined) return refuseItemIds(sent);
  const subscription = await subjectOf(tx, actor, asked, sent.subscription);
  const request = completed(sent, subscription);
  const amounts = priced(request);
  const { recurrence = subscription.inForce.recurrence, costCentre } = request;
  if (!amounts.ok) throw problemOf(refusalOfAmount(amounts.error));
  const terms = termsOf({ ...amounts.value, ...(costCentre === undefined ? {} : { costCentre }) }, recurrence);
  const customerId = subscription.customer.organisationId;
  const policy = (await findSetting(tx, actor.tenantId, "change-policy", customerId)) ?? defaultChangePolicy;
  const proposal = proposeChange(changeable(subscription), terms, policy);
  if (!proposal.ok) throw new HttpProblem(409, proposal.error.code, proposal.error.args);
  const { state } = proposal.value.subscription;
  if (state === "settled") throw new HttpProblem(422, "change-without-difference");
  const { approval } = proposal.value;
  return { subscription, request, terms, state, approval, dueNow: dueNow(subscription.inForce, terms, at) };
};

const changesOf = (differences: ApprovalAgain["asking"]): string[] => [
  ...new Set(differences.map(({ change }) => change)),
];

/** Keeps the change that this order makes, once it is stored: under way, and nothing of it in force. */
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
