import type { StageCondition } from "#shared/domain/approval-flow.ts";
import type { Budget } from "#shared/domain/budget.ts";
import { isBeyond } from "#shared/domain/limit.ts";

import type { CountedOrder } from "./counted-order.ts";
import { belongsTo, priceInBudget, priceOf } from "./counted-order.ts";
import type { Counting } from "./usage.ts";
import { usageAt } from "./usage.ts";

/**
 * Why a person is asked about this order, or `undefined` when the budget does not concern it or covers it (I04).
 *
 * `past` are the orders to count; the order itself is left out of them, so that it may be checked again later. It exceeds
 * the budget when spent and its own price together do. It also does when its price, or that of a spent order, is unknown
 * or in a currency without a rate: then it may not be covered. Figures are in the budget's currency if there is a
 * rate.
 */
export const checkBudget = (
  budget: Budget,
  order: CountedOrder,
  past: readonly CountedOrder[],
  counting: Counting,
): StageCondition | undefined => {
  if (!belongsTo(budget.owner, order)) return undefined;
  const others = past.filter(({ id }) => id !== order.id);
  const usage = usageAt(budget, order.placedAt, others, counting);
  if (usage === undefined) return undefined;
  const { priceType, comparison } = counting.settings;
  const price = priceOf(order, priceType);
  if (!price.known) return { when: "amount-unknown" };

  const converted = priceInBudget(order, budget, priceType, counting.rates);
  const isCovered =
    converted !== undefined &&
    usage.unpriced.length === 0 &&
    !isBeyond(
      BigInt(usage.spent.amountMinor) + BigInt(converted.amountMinor),
      BigInt(budget.amount.amountMinor),
      comparison,
    );
  if (isCovered) return undefined;
  return {
    when: "budget-exceeded",
    owner: budget.owner.kind,
    period: budget.term.period,
    budget: budget.amount,
    spent: usage.spent,
    amount: converted ?? price.money,
  };
};

/**
 * One reason for each of these budgets that the order exceeds, in their order; none where no budget is defined (I05).
 * @awaited what a person has spent and what is left, on their order (I25)
 */
export const checkBudgets = (
  budgets: readonly Budget[],
  order: CountedOrder,
  past: readonly CountedOrder[],
  counting: Counting,
): StageCondition[] => budgets.flatMap((budget) => checkBudget(budget, order, past, counting) ?? []);
