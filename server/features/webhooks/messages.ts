import type { WebhookType } from "@countersign/shared/contract/api/webhooks.ts";
import type { Stage } from "@countersign/shared/domain/approval-flow.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import { toDecimalString } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import type { StoredEvent } from "#server/records/events/order-event.ts";
import { atLevel } from "#server/records/visibility/price-level.ts";

/** One message, and the organisation that gets it. It only identifies things; the API has the details. */
export interface WebhookMessage {
  readonly type: WebhookType;
  readonly organisationId: OrganisationId;
  readonly data: Readonly<Record<string, string | number>>;
}

const factsOf = ({ id, number, revision, status, source }: Order) => ({
  orderId: id,
  orderNumber: number,
  revision,
  status,
  ...(source.externalId === undefined ? {} : { reqID: source.externalId }),
});

const organisationsOf = ({ customer, reseller, distributor }: Order): OrganisationId[] =>
  [customer, reseller, distributor].flatMap((one) => (one === undefined ? [] : [one.organisationId]));

const sellersOf = ({ reseller, distributor }: Order): OrganisationId[] =>
  [reseller, distributor].flatMap((one) => (one === undefined ? [] : [one.organisationId]));

const figures = (amount: Amount) =>
  amount.known ? { totalOrderAmount: toDecimalString(amount.money), currency: amount.money.currency } : {};

/** The partner that a stage asks; `undefined` if it asks people at the customer. */
const partnerOf = ({ reseller, distributor }: Order, { role }: Stage): OrganisationId | undefined => {
  if (role === "reseller") return reseller?.organisationId;
  return role === "distributor" ? distributor?.organisationId : undefined;
};

/**
 * A69, A76, A87: the order's amount at the partner's own level only. The order's total is the price of the customer's
 * seller, which a distributor behind a reseller is not told.
 */
const amountFor = (order: Order, { condition, role }: Stage): Amount => {
  if (condition.when === "credit-risk-group") return condition.amount;
  const isSoldOn = role === "distributor" && order.reseller !== undefined;
  return (isSoldOn ? atLevel(order, role) : order).totals.gross;
};

const pendingApproval = (order: Order, stageId: string): WebhookMessage[] => {
  const stage = order.flow.stages.find(({ id }) => id === stageId);
  const organisationId = stage && partnerOf(order, stage);
  if (stage === undefined || organisationId === undefined) return [];
  const data = { ...factsOf(order), stageId, ...figures(amountFor(order, stage)) };
  return [{ type: "OrderPendingApproval", organisationId, data }];
};

const toEach = (
  organisations: readonly OrganisationId[],
  type: WebhookType,
  data: WebhookMessage["data"],
): WebhookMessage[] => organisations.map((organisationId) => ({ type, organisationId, data }));

/** The messages of an event, with the current `order`. */
export const messagesFor = ({ event }: Pick<StoredEvent, "event">, order: Order): WebhookMessage[] => {
  const changed = toEach(organisationsOf(order), "order.changed", { ...factsOf(order), change: event.kind });
  switch (event.kind) {
    case "stage-opened":
      return [...pendingApproval(order, event.stageId), ...changed];
    case "item-provisioned":
      return toEach(sellersOf(order), "OfferProvisioned", { ...factsOf(order), lineId: event.lineId });
    case "item-provisioning-failed":
      return toEach(sellersOf(order), "OfferProvisionError", {
        ...factsOf(order),
        lineId: event.lineId,
        error: event.error,
      });
    default:
      return changed;
  }
};

/** The body as sent, with the time of the event. */
export const bodyOf = ({ type, data }: WebhookMessage, at: Instant): string =>
  JSON.stringify({ type, timestamp: at, data });
