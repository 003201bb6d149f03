import type { Budget, BudgetOwner, PriceType } from "#shared/domain/budget.ts";
import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import { convertMoney } from "#shared/domain/exchange-rate.ts";
import type { OrderId } from "#shared/domain/ids.ts";
import type { Amount, Money } from "#shared/domain/money.ts";
import { sumAmounts, unknownAmount } from "#shared/domain/money.ts";
import type { Order, OrderStatus } from "#shared/domain/order.ts";

/** The parts of an order that a budget looks at. */
export type CountedOrder = Pick<
  Order,
  "id" | "revision" | "placedAt" | "status" | "requester" | "costCentre" | "totals"
>;

/** How an order counts against a budget: as spent, as committed (shown, because it may still be approved), or not at all. */
export type Weight = "spent" | "committed" | "none";

/** An order that waits for anything is committed. One that failed after its approval bought nothing. */
const weights: Record<OrderStatus, Weight> = {
  draft: "none",
  "waiting-for-parent": "committed",
  "waiting-for-data": "committed",
  pending: "committed",
  "blocked-by-credit": "committed",
  approved: "spent",
  "not-needed": "spent",
  executing: "spent",
  executed: "spent",
  rejected: "none",
  "failed-after-approval": "none",
};

export const weightOf = ({ status }: Pick<CountedOrder, "status">): Weight => weights[status];

/** Whether the order is one of those that the owner's budget counts. */
export const belongsTo = (owner: BudgetOwner, { requester, costCentre }: CountedOrder): boolean =>
  owner.kind === "requester" ? requester.personId === owner.personId : costCentre?.id === owner.costCentreId;

/** What the order costs by the company's price type, shipping included; unknown when a part of it is. */
export const priceOf = ({ totals }: CountedOrder, priceType: PriceType): Amount => {
  if (priceType === "gross") return totals.gross;
  const sum = sumAmounts([totals.net, totals.shipping]);
  return sum.ok ? sum.value : unknownAmount;
};

/** The price in the budget's currency; `undefined` when it is unknown, or no rate brings it there. */
export const priceInBudget = (
  order: CountedOrder,
  { amount }: Budget,
  priceType: PriceType,
  rates: readonly ExchangeRate[],
): Money | undefined => {
  const price = priceOf(order, priceType);
  if (!price.known) return undefined;
  const converted = convertMoney(price.money, amount.currency, rates);
  return converted.ok ? converted.value : undefined;
};

/** Each order once, as its newest revision, whatever the order in which the revisions arrived. */
export const newestRevisions = (orders: Iterable<CountedOrder>): CountedOrder[] => {
  const newest = new Map<OrderId, CountedOrder>();
  for (const order of orders) {
    const known = newest.get(order.id);
    if (known === undefined || known.revision < order.revision) newest.set(order.id, order);
  }
  return [...newest.values()];
};
