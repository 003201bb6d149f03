import { Temporal } from "temporal-polyfill";

import type { CalendarDate, DateSpan } from "#shared/domain/term.ts";

/** How many days a span has; its `until` is not one of them. */
export const daysOf = ({ from, until }: DateSpan): number =>
  Temporal.PlainDate.from(from).until(until, { largestUnit: "days" }).days;

/**
 * The days from `from` to `lastDay`, both included, as most invoices write them.
 * @awaited the terms of a subscription's change, written with their last day (A95)
 */
export const throughDay = (from: CalendarDate, lastDay: CalendarDate): DateSpan => ({
  from,
  until: Temporal.PlainDate.from(lastDay).add({ days: 1 }).toString() as CalendarDate,
});

/** The days that both spans have, or `undefined` when there is none. */
export const overlap = (left: DateSpan, right: DateSpan): DateSpan | undefined => {
  const from = left.from > right.from ? left.from : right.from;
  const until = left.until < right.until ? left.until : right.until;
  return from < until ? { from, until } : undefined;
};
