import { z } from "zod";

import { isCurrency, minorUnitDigits } from "./currency.ts";
import type { Loose } from "./loose.ts";
import { closedText } from "./loose.ts";
import type { Result } from "./result.ts";
import { fail, ok } from "./result.ts";
import { fieldCode } from "./field-codes.ts";

/** An ISO 4217 code with a minor unit. */
export const currencySchema = closedText(z.string().length(3).refine(isCurrency, fieldCode("not-a-currency")));

/** An exact amount: a whole number of minor units (cents, fils, …) of a currency. May be negative (credits). */
export const moneySchema = z.strictObject({ amountMinor: z.int(), currency: currencySchema });
export type Money = z.infer<typeof moneySchema>;

/**
 * What something costs, which may be unknown: other platforms send orders without prices.
 * An unknown amount is not zero. It exceeds every limit and always needs a person.
 */
export const amountSchema = z.discriminatedUnion("known", [
  z.strictObject({ known: z.literal(true), money: moneySchema }),
  z.strictObject({ known: z.literal(false) }),
]);
export type Amount = z.infer<typeof amountSchema>;
export type LooseAmount = Loose<typeof amountSchema>;

export const unknownAmount: Amount = { known: false };

export const knownAmount = (money: Money): Amount => ({ known: true, money });

export const money = (amountMinor: number, currency: string): Money => moneySchema.parse({ amountMinor, currency });

export type MoneyError =
  | { readonly code: "currency-mismatch"; readonly left: string; readonly right: string }
  | { readonly code: "amount-too-large" };

/** The sum in minor units, or why there is none: amounts of two currencies are never added. */
export const addMoney = (left: Money, right: Money): Result<Money, MoneyError> => {
  if (left.currency !== right.currency)
    return fail({ code: "currency-mismatch", left: left.currency, right: right.currency });
  const amountMinor = left.amountMinor + right.amountMinor;
  return Number.isSafeInteger(amountMinor)
    ? ok({ amountMinor, currency: left.currency })
    : fail({ code: "amount-too-large" });
};

/** The sum of amounts; unknown as soon as one of them is. An empty list has no currency, so its sum is unknown. */
export const sumAmounts = (amounts: readonly Amount[]): Result<Amount, MoneyError> => {
  let sum: Money | undefined;
  for (const amount of amounts) {
    if (!amount.known) return ok(unknownAmount);
    if (sum === undefined) {
      sum = amount.money;
      continue;
    }
    const next = addMoney(sum, amount.money);
    if (!next.ok) return next;
    sum = next.value;
  }
  return ok(sum === undefined ? unknownAmount : knownAmount(sum));
};

const decimalPattern = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/** A decimal number as exact integer and scale: "2.50" is 250 with scale 2. `undefined` if the text is not such a number. */
const parseDecimal = (text: string): { readonly digits: bigint; readonly scale: number } | undefined => {
  const match = decimalPattern.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = ""] = match;
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
};

/** Half away from zero, the commercial rounding. */
const divideRounded = (dividend: bigint, divisor: bigint): bigint => {
  const half = divisor / 2n;
  return dividend < 0n ? -((-dividend + half) / divisor) : (dividend + half) / divisor;
};

/** `money` times a decimal quantity ("2", "0.125"), rounded once, half away from zero, to the minor unit. */
export const multiplyMoney = (unit: Money, quantity: string): Result<Money, MoneyError | { code: "not-a-decimal" }> => {
  const factor = parseDecimal(quantity);
  if (factor === undefined) return fail({ code: "not-a-decimal" });
  const product = Number(divideRounded(BigInt(unit.amountMinor) * factor.digits, 10n ** BigInt(factor.scale)));
  return Number.isSafeInteger(product)
    ? ok({ amountMinor: product, currency: unit.currency })
    : fail({ code: "amount-too-large" });
};

/** The amount as a plain decimal number with the currency's digits: `1240.00`, `-0.05`, `1500` (JPY). */
export const toDecimalString = ({ amountMinor, currency }: Money): string => {
  const digits = minorUnitDigits(currency);
  const sign = amountMinor < 0 ? "-" : "";
  const padded = String(Math.abs(amountMinor)).padStart(digits + 1, "0");
  if (digits === 0) return sign + padded;
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
};

/**
 * Reads a decimal number ("12.5") as money. Fails when it has more digits than the currency's minor unit.
 * @awaited amounts that a person types
 */
export const moneyFromDecimal = (text: string, currency: string): Result<Money, { code: "not-an-amount" }> => {
  const decimal = parseDecimal(text);
  const digits = minorUnitDigits(currency);
  if (decimal === undefined || decimal.scale > digits) return fail({ code: "not-an-amount" });
  const amountMinor = Number(decimal.digits * 10n ** BigInt(digits - decimal.scale));
  return Number.isSafeInteger(amountMinor) ? ok({ amountMinor, currency }) : fail({ code: "not-an-amount" });
};
