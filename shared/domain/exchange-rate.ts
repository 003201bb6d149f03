import { z } from "zod";

import { minorUnitDigits } from "./currency.ts";
import type { Money } from "./money.ts";
import { currencySchema } from "./money.ts";
import { decimalSchema } from "./order.ts";
import type { Result } from "./result.ts";
import { fail, ok } from "./result.ts";
import { fieldCode } from "./field-codes.ts";

/** What one unit (not minor unit) of `from` is worth in `to`, in this direction only: the inverse is another rate. */
export const exchangeRateSchema = z.strictObject({
  from: currencySchema,
  to: currencySchema,
  rate: decimalSchema.refine((text) => /[1-9]/.test(text), fieldCode("not-greater-than-zero")),
});
export type ExchangeRate = z.infer<typeof exchangeRateSchema>;

/** The rates in force, at most one for each direction of a pair. */
export const exchangeRatesSchema = z
  .array(exchangeRateSchema)
  .max(10_000)
  .superRefine((rates, context) => {
    const pairs = new Set<string>();
    for (const [index, { from, to }] of rates.entries()) {
      const pair = `${from}${to}`;
      if (pairs.has(pair))
        context.addIssue({ code: "custom", path: [index], message: fieldCode("second-rate"), params: { from, to } });
      pairs.add(pair);
    }
  });

export type ConversionError =
  | { readonly code: "no-exchange-rate"; readonly from: string; readonly to: string }
  | { readonly code: "amount-too-large" };

/** Half away from zero, as every amount is rounded. `divisor` is positive. */
const divideRounded = (dividend: bigint, divisor: bigint): bigint => {
  const half = divisor / 2n;
  return dividend < 0n ? -((-dividend + half) / divisor) : (dividend + half) / divisor;
};

/**
 * `amount` in `currency`, in minor units, rounded once, half away from zero. An amount that is in that currency
 * already stays as it is. Fails without a rate for this direction, or when the result cannot be stored exactly.
 */
export const convertMoney = (
  amount: Money,
  currency: string,
  rates: readonly ExchangeRate[],
): Result<Money, ConversionError> => {
  if (amount.currency === currency) return ok(amount);
  const found = rates.find(({ from, to }) => from === amount.currency && to === currency);
  if (found === undefined) return fail({ code: "no-exchange-rate", from: amount.currency, to: currency });
  const [whole = "0", fraction = ""] = found.rate.split(".");
  const product = BigInt(amount.amountMinor) * BigInt(whole + fraction) * 10n ** BigInt(minorUnitDigits(currency));
  const divisor = 10n ** BigInt(fraction.length + minorUnitDigits(amount.currency));
  const amountMinor = Number(divideRounded(product, divisor));
  return Number.isSafeInteger(amountMinor) ? ok({ amountMinor, currency }) : fail({ code: "amount-too-large" });
};
