import { isDeepStrictEqual } from "node:util";

import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { Order, OrderLine } from "@countersign/shared/domain/order.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { priced } from "#server/records/orders/amounts.ts";
import { findOrganisation, findPerson } from "#server/records/people/members.ts";
import { findSubscriptionOrder } from "#server/records/subscriptions/subscription-store.ts";

const isSameIfNamed = (named: string | undefined, taken: string | undefined): boolean =>
  named === undefined || named === taken;

const hasSameParties = async (
  tx: Tx,
  tenantId: string,
  { requester, customer, reseller }: ParsedOrderRequest,
  order: Order,
): Promise<boolean> => {
  const idOf = async (externalId: string) => (await findOrganisation(tx, tenantId, externalId))?.id;
  if ((await findPerson(tx, tenantId, requester.email))?.id !== order.requester.personId) return false;
  if ((await idOf(customer.externalId)) !== order.customer.organisationId) return false;
  return reseller === undefined || (await idOf(reseller.externalId)) === order.reseller?.organisationId;
};

const changesTheSame = async (tx: Tx, { subscription }: ParsedOrderRequest, { id }: Order): Promise<boolean> => {
  const found = await findSubscriptionOrder(tx, id);
  if (found?.link.kind !== "change") return subscription === undefined;
  if (subscription?.id !== found.subscriptionId) return false;
  return subscription.version === undefined || subscription.version === found.link.basedOnVersion;
};

type Content = Pick<Order, "lines" | "totals"> &
  Partial<Pick<Order, "costCentre" | "recurrence" | "note" | "levelAmounts">>;

const contentOf = ({ lines, totals, costCentre, recurrence, note, levelAmounts }: Content) => ({
  lines,
  totals,
  costCentre,
  recurrence,
  note,
  levelAmounts,
});

/** The content of a change, completed as the server did: with the values in force, and the ids of new items. */
const completed = (sent: Content, { lines: named }: ParsedOrderRequest, order: Order): Content => {
  const lineOf = (line: OrderLine, index: number): OrderLine => {
    const { id, previousQuantity } = order.lines[index] ?? line;
    return {
      ...(previousQuantity === undefined ? {} : { previousQuantity }),
      ...line,
      id: named[index]?.id ?? id,
    };
  };
  const { costCentre, recurrence } = order;
  return {
    ...(costCentre === undefined ? {} : { costCentre }),
    ...(recurrence === undefined ? {} : { recurrence }),
    ...sent,
    lines: sent.lines.map(lineOf),
  };
};

const saysTheSame = (request: ParsedOrderRequest, order: Order): boolean => {
  const amounts = priced(request);
  if (!amounts.ok) return false;
  const sent: Content = { ...request, ...amounts.value };
  const whole = request.subscription === undefined ? sent : completed(sent, request, order);
  return isDeepStrictEqual(contentOf(whole), contentOf(order));
};

/**
 * Whether the request is a repetition of the one that made this order. Number, date and reseller may be left out if the
 * server filled them in; whether data is still missing does not count.
 */
export const isSameOrder = async (
  tx: Tx,
  tenantId: string,
  request: ParsedOrderRequest,
  order: Order,
): Promise<boolean> =>
  isSameIfNamed(request.number, order.number) &&
  isSameIfNamed(request.placedAt, order.placedAt) &&
  saysTheSame(request, order) &&
  (await hasSameParties(tx, tenantId, request, order)) &&
  (await changesTheSame(tx, request, order));
