import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import { convertMoney } from "#shared/domain/exchange-rate.ts";
import type { Amount, Money } from "#shared/domain/money.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { CreditPosition } from "#shared/domain/reseller-account.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

export type CreditRefusal = Refusal<"credit-insufficient" | "credit-currency-mismatch" | "total-cost-unknown">;

/** Limit − balance owed − orders committed but not invoiced (W52). Negative when more is in use than was lent. */
export const availableCredit = ({ currency, limitMinor, balanceOwedMinor, committedMinor }: CreditPosition): Money => ({
  amountMinor: limitMinor - balanceOwedMinor - committedMinor,
  currency,
});

/**
 * The order's total cost when the available credit covers it; a cost equal to it is covered (W18, W21). They are compared
 * in the credit's currency. What cannot be compared, because the cost or the rate is unknown, is not covered.
 */
export const coveredCost = (
  totalCost: Amount,
  standing: CreditPosition,
  rates: readonly ExchangeRate[],
): Result<Money, CreditRefusal> => {
  if (!totalCost.known) return fail(refusal("total-cost-unknown"));
  const available = availableCredit(standing);
  const needed = convertMoney(totalCost.money, available.currency, rates);
  if (!needed.ok)
    return fail(
      refusal("credit-currency-mismatch", {
        orderCurrency: totalCost.money.currency,
        creditCurrency: available.currency,
      }),
    );
  return available.amountMinor < needed.value.amountMinor
    ? fail(refusal("credit-insufficient", { needed: needed.value, available }))
    : ok(totalCost.money);
};
