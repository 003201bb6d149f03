import type { Budget, BudgetSettings, PriceType } from "#shared/domain/budget.ts";
import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import type { OrderId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { Money } from "#shared/domain/money.ts";

import type { CountedOrder, Weight } from "./counted-order.ts";
import { belongsTo, newestRevisions, priceInBudget, weightOf } from "./counted-order.ts";
import type { BudgetWindow } from "./window.ts";
import { isWithin, windowAt } from "./window.ts";

/** A budget in one of its windows: all amounts in minor units of the budget's currency. */
export interface BudgetUsage {
  readonly window: BudgetWindow;
  readonly budget: Money;
  /** The sum of the orders that were approved, or needed no approval. */
  readonly spent: Money;
  /** What the waiting orders would add. For display; not part of `spent` and `remaining`. */
  readonly committed: Money;
  /** The budget less what is spent; negative when it is overspent. */
  readonly remaining: Money;
  readonly spentOrders: number;
  readonly committedOrders: number;
  /** Orders that count as spent, but whose price is unknown or in a currency without a rate: `spent` is at least this. */
  readonly unpriced: readonly OrderId[];
}

/** The settings and rates for counting orders. */
export interface Counting {
  readonly settings: BudgetSettings;
  readonly rates: readonly ExchangeRate[];
}

const largest = BigInt(Number.MAX_SAFE_INTEGER);

/** A sum that is too large to be stored stays at the largest figure, which is over every budget. */
const storable = (sum: bigint): number => Number(sum > largest ? largest : sum < -largest ? -largest : sum);

const countedIn = (
  budget: Budget,
  window: BudgetWindow,
  { countsFrom }: BudgetSettings,
  orders: Iterable<CountedOrder>,
): CountedOrder[] =>
  newestRevisions(orders).filter(
    (order) =>
      belongsTo(budget.owner, order) &&
      isWithin(window, order.placedAt) &&
      (countsFrom === undefined || order.placedAt >= countsFrom),
  );

/**
 * How much of the budget is spent in its window at `at`, counted from `orders` alone (I25). An order counts in the window
 * that it was placed in, however late it was approved, and once, as its newest revision.
 * `undefined` when a fixed budget is not in force then.
 */
export const usageAt = (
  budget: Budget,
  at: Instant,
  orders: Iterable<CountedOrder>,
  { settings, rates }: Counting,
): BudgetUsage | undefined => {
  const window = windowAt(budget, at);
  if (window === undefined) return undefined;
  const sums: Record<Weight, bigint> = { spent: 0n, committed: 0n, none: 0n };
  const counts: Record<Weight, number> = { spent: 0, committed: 0, none: 0 };
  const unpriced: OrderId[] = [];
  for (const order of countedIn(budget, window, settings, orders)) {
    const weight = weightOf(order);
    const price = priceInBudget(order, budget, settings.priceType, rates);
    counts[weight] += 1;
    if (price !== undefined) sums[weight] += BigInt(price.amountMinor);
    else if (weight === "spent") unpriced.push(order.id);
  }
  const { amountMinor, currency } = budget.amount;
  const inBudget = (sum: bigint): Money => ({ amountMinor: storable(sum), currency });
  return {
    window,
    budget: budget.amount,
    spent: inBudget(sums.spent),
    committed: inBudget(sums.committed),
    remaining: inBudget(BigInt(amountMinor) - sums.spent),
    spentOrders: counts.spent,
    committedOrders: counts.committed,
    unpriced: unpriced.toSorted(),
  };
};

/**
 * The settings with this price type. Switching it resets what is spent to zero: counting starts again at `at` (I25).
 * @awaited a company's budget settings (I25)
 */
export const withPriceType = (settings: BudgetSettings, priceType: PriceType, at: Instant): BudgetSettings =>
  priceType === settings.priceType ? settings : { ...settings, priceType, countsFrom: at };
