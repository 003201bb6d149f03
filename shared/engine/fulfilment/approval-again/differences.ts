import { Temporal } from "temporal-polyfill";

import type { Amount } from "#shared/domain/money.ts";
import type { Quantity } from "#shared/domain/order.ts";
import type { SubscriptionItem, SubscriptionTerms } from "#shared/domain/subscription.ts";

import type { Direction, RunningTerm } from "./direction.ts";
import { directionOfAmount, directionOfQuantity, directionOfTerm, termOf } from "./direction.ts";

/** One thing in which two versions of a subscription differ, with its figures. */
export type Difference = { readonly direction: Direction } & (
  | { readonly change: "quantity"; readonly offer: string; readonly from: Quantity; readonly to: Quantity }
  | { readonly change: "item-added"; readonly offer: string; readonly quantity: Quantity }
  | { readonly change: "item-removed"; readonly offer: string; readonly quantity: Quantity }
  /** An upgrade when higher, a downgrade when lower. */
  | { readonly change: "offer"; readonly from: string; readonly to: string }
  | { readonly change: "unit-price"; readonly offer: string; readonly from: Amount; readonly to: Amount }
  | { readonly change: "term"; readonly from: RunningTerm; readonly to: RunningTerm }
  | { readonly change: "term-amount"; readonly from: Amount; readonly to: Amount }
  | { readonly change: "interval"; readonly from: string; readonly to: string }
  | { readonly change: "cost-centre"; readonly from?: string; readonly to?: string }
);

const differencesOfItem = (from: SubscriptionItem, to: SubscriptionItem): Difference[] => {
  const found: Difference[] = [];
  const price = directionOfAmount(from.unitPrice, to.unitPrice);
  if (from.offer !== to.offer) {
    // Without a price, an upgrade cannot be distinguished from a downgrade.
    const direction = to.unitPrice.known ? price : "higher";
    found.push({ change: "offer", from: from.offer, to: to.offer, direction });
  } else if (price !== "sideways")
    found.push({ change: "unit-price", offer: to.offer, from: from.unitPrice, to: to.unitPrice, direction: price });
  const direction = directionOfQuantity(from.quantity, to.quantity);
  if (direction !== "sideways")
    found.push({ change: "quantity", offer: to.offer, from: from.quantity, to: to.quantity, direction });
  return found;
};

const differencesOfItems = (from: readonly SubscriptionItem[], to: readonly SubscriptionItem[]): Difference[] => {
  const before = new Map(from.map((item) => [item.id, item]));
  const after = new Set(to.map(({ id }) => id));
  const kept = to.flatMap((item): Difference[] => {
    const old = before.get(item.id);
    if (old) return differencesOfItem(old, item);
    return [{ change: "item-added", offer: item.offer, quantity: item.quantity, direction: "higher" }];
  });
  const removed = from
    .filter(({ id }) => !after.has(id))
    .map(({ offer, quantity }): Difference => ({ change: "item-removed", offer, quantity, direction: "lower" }));
  return [...kept, ...removed];
};

/** P1W and P7D, P1Y and P12M are the same interval. */
const isSameInterval = (left: string, right: string): boolean => {
  const [one, other] = [left, right].map((text) => {
    const { years, months, weeks, days } = Temporal.Duration.from(text);
    return `${years * 12 + months} ${weeks * 7 + days}`;
  });
  return one === other;
};

/**
 * Everything in which `to` differs from `from` (I21): items, term, term amount, interval, cost centre. Empty when they
 * are the same version. A term amount that stays unknown may be more, as soon as anything else differs.
 */
export const differencesBetween = (from: SubscriptionTerms, to: SubscriptionTerms): Difference[] => {
  const found = differencesOfItems(from.items, to.items);
  const terms = { from: termOf(from.recurrence), to: termOf(to.recurrence) };
  const term = directionOfTerm(terms.from, terms.to);
  if (term !== "sideways") found.push({ change: "term", ...terms, direction: term });
  const intervals = { from: from.recurrence.interval, to: to.recurrence.interval };
  if (!isSameInterval(intervals.from, intervals.to))
    found.push({ change: "interval", ...intervals, direction: "sideways" });
  if (from.costCentre?.id !== to.costCentre?.id)
    found.push({
      change: "cost-centre",
      ...(from.costCentre && { from: from.costCentre.name }),
      ...(to.costCentre && { to: to.costCentre.name }),
      direction: "sideways",
    });
  const amounts = { from: from.termAmount, to: to.termAmount };
  const amount = directionOfAmount(amounts.from, amounts.to);
  const staysUnknown = !amounts.to.known && found.length > 0;
  if (amount !== "sideways" || staysUnknown)
    found.push({ change: "term-amount", ...amounts, direction: staysUnknown ? "higher" : amount });
  return found;
};
