import { Temporal } from "temporal-polyfill";

import type { CalendarDate, DateSpan, SubscriptionTerm } from "#shared/domain/term.ts";

/** The day on which the billing period number `index` begins; counted from the anchor, so that a month end is kept. */
const beginning = (anchor: string, billingPeriod: string, index: number): Temporal.PlainDate => {
  const { years, months, weeks, days } = Temporal.Duration.from(billingPeriod);
  return Temporal.PlainDate.from(anchor).add(
    { years: years * index, months: months * index, weeks: weeks * index, days: days * index },
    { overflow: "constrain" },
  );
};

/** A lower bound for the number of the period that contains `from`, at most a few below it. */
const indexBefore = (anchor: string, billingPeriod: string, from: string): number => {
  const { years, months, weeks, days } = Temporal.Duration.from(billingPeriod);
  const most = years * 366 + months * 31 + weeks * 7 + days;
  const fewest = years * 365 + months * 28 + weeks * 7 + days;
  const distance = Temporal.PlainDate.from(anchor).until(from, { largestUnit: "days" }).days;
  return Math.floor(distance / (distance < 0 ? fewest : most)) - 1;
};

const dateOf = (date: Temporal.PlainDate): CalendarDate => date.toString() as CalendarDate;

/**
 * The whole billing periods that share days with a term, in order: the first may begin before the term, the last may end
 * after it. A monthly period from the 31st begins on the last day of a short month and on the 31st again after it.
 */
export const billingPeriodsOf = ({
  term,
  billingPeriod,
  anchor = term.from,
}: Pick<SubscriptionTerm, "term" | "billingPeriod" | "anchor">): DateSpan[] => {
  const periods: DateSpan[] = [];
  for (let index = indexBefore(anchor, billingPeriod, term.from); ; index += 1) {
    const from = beginning(anchor, billingPeriod, index);
    if (Temporal.PlainDate.compare(from, term.until) >= 0) return periods;
    const until = beginning(anchor, billingPeriod, index + 1);
    if (Temporal.PlainDate.compare(until, term.from) > 0) periods.push({ from: dateOf(from), until: dateOf(until) });
  }
};
