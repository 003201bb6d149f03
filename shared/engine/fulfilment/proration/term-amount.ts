import type { Money } from "#shared/domain/money.ts";
import { addMoney } from "#shared/domain/money.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { DateSpan, SubscriptionTerm } from "#shared/domain/term.ts";

import { billingPeriodsOf } from "./cycles.ts";
import { overlap } from "./days.ts";
import type { Prorated, ProratedLine } from "./prorate.ts";
import { prorate } from "./prorate.ts";

/** What a term costs in all, and the lines that it is the sum of. */
export interface TermAmount {
  readonly total: Money;
  readonly lines: readonly ProratedLine[];
}

/** `left` + `right`; fails with `currency-mismatch` or `amount-too-large`. */
export const plus = (left: Money, right: Money): Prorated<Money> => {
  const sum = addMoney(left, right);
  if (sum.ok) return sum;
  const { code, ...args } = sum.error;
  return fail(refusal(code, args));
};

/** The sum of rounded lines; a term has at least one. */
const totalOf = (lines: readonly ProratedLine[], currency: string): Prorated<Money> => {
  let total: Prorated<Money> = ok({ amountMinor: 0, currency });
  for (const { amount } of lines) {
    if (total.ok) total = plus(total.value, amount);
  }
  return total;
};

const phaseSpan = ({ term, phases }: SubscriptionTerm, index: number, from: DateSpan["from"]): DateSpan => ({
  from,
  until: phases[index + 1]?.from ?? term.until,
});

/**
 * What the customer has to cover for a term (A95): a line for each billing period and each phase in it, by the days
 * that the phase has of the period. A whole period costs its price; a period that the term cuts short, at its
 * beginning or at its end, is prorated over the days of the whole period.
 */
export const termAmount = (subscription: SubscriptionTerm): Prorated<TermAmount> => {
  const lines: ProratedLine[] = [];
  for (const period of billingPeriodsOf(subscription)) {
    for (const [index, { from, unitPrice, quantity }] of subscription.phases.entries()) {
      const span = overlap(period, phaseSpan(subscription, index, from));
      if (span === undefined) continue;
      const line = prorate({ unitPrice, quantity, span, period });
      if (!line.ok) return line;
      lines.push(line.value);
    }
  }
  const total = totalOf(lines, subscription.phases[0].unitPrice.currency);
  return total.ok ? ok({ total: total.value, lines }) : total;
};
