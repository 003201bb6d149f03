import type { Money, MoneyError } from "#shared/domain/money.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { DateSpan } from "#shared/domain/term.ts";

import { daysOf } from "./days.ts";
import type { Rational } from "./rational.ts";
import { fromDecimal, multiply, rational, rounded, truncated } from "./rational.ts";
import type { ProrationRefusalCode } from "./refusals.ts";

export type Prorated<Value> = Result<Value, Refusal<ProrationRefusalCode | MoneyError["code"]>>;

/** What a share of a period costs. */
export interface ProratedAmount {
  /** The line's amount, rounded once, half away from zero, to the minor unit. */
  readonly amount: Money;
  /**
   * The share of the price of one unit as invoices print it: truncated, not rounded, to the minor unit. For display only:
   * multiplied by the quantity, it is not the amount.
   */
  readonly shownUnitPrice: Money;
}

/** A quantity as a number; fails with `quantity-malformed`. */
export const unitsOf = (quantity: string): Prorated<Rational> => {
  const units = fromDecimal(quantity);
  return units === undefined ? fail(refusal("quantity-malformed", { quantity })) : ok(units);
};

const moneyOf = (amountMinor: bigint, currency: string): Prorated<Money> => {
  const number = Number(amountMinor);
  return Number.isSafeInteger(number) ? ok({ amountMinor: number, currency }) : fail(refusal("amount-too-large"));
};

/**
 * `unitPrice` × `quantity` × `share`, exact until the one rounding at the end. A negative quantity gives a credit.
 * Fails with `quantity-malformed` or `amount-too-large`.
 */
export const amountOfShare = (unitPrice: Money, quantity: string, share: Rational): Prorated<ProratedAmount> => {
  const units = unitsOf(quantity);
  if (!units.ok) return units;
  const unitShare = multiply(rational(BigInt(unitPrice.amountMinor)), share);
  const amount = moneyOf(rounded(multiply(unitShare, units.value)), unitPrice.currency);
  if (!amount.ok) return amount;
  const shownUnitPrice = moneyOf(truncated(unitShare), unitPrice.currency);
  if (!shownUnitPrice.ok) return shownUnitPrice;
  return ok({ amount: amount.value, shownUnitPrice: shownUnitPrice.value });
};

export interface Proration {
  /** The price of one unit for the whole period. */
  readonly unitPrice: Money;
  /** A decimal number as text; negative for a credit. */
  readonly quantity: string;
  /** The days to pay for. */
  readonly span: DateSpan;
  /** The billing period that the price is for. */
  readonly period: DateSpan;
}

export interface ProratedLine extends Proration, ProratedAmount {
  readonly days: number;
  readonly periodDays: number;
}

/**
 * One line of proration by days (A95): unit price × quantity × days of the span ÷ days of the period, rounded once.
 * The span may lie outside the period, as when a term is extended beyond it at the price of the period.
 */
export const prorate = (proration: Proration): Prorated<ProratedLine> => {
  const { unitPrice, quantity, span, period } = proration;
  const days = daysOf(span);
  const periodDays = daysOf(period);
  const share = amountOfShare(unitPrice, quantity, rational(BigInt(days), BigInt(periodDays)));
  return share.ok ? ok({ ...proration, ...share.value, days, periodDays }) : share;
};
