import { Temporal } from "temporal-polyfill";

import type { Budget } from "#shared/domain/budget.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "#shared/domain/instant.ts";
import { assertNever } from "#shared/domain/result.ts";

/** From `startsAt` on, up to but not including `endsAt`. */
export interface BudgetWindow {
  readonly startsAt: Instant;
  readonly endsAt?: Instant;
}

/** The first and the last instant that is written with a year of four digits. */
const firstMillis = Date.parse("0000-01-01T00:00:00.000Z");
const lastMillis = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The midnight (or, where daylight saving skips it, the first instant) at which `day` begins. */
const beginningOf = (day: Temporal.PlainDate, timeZone: string): number =>
  day.toZonedDateTime(timeZone).epochMilliseconds;

const windowBetween = (first: Temporal.PlainDate, next: Temporal.PlainDate | undefined, timeZone: string) => {
  const startsAt = instantFromMillis(Math.max(firstMillis, beginningOf(first, timeZone)));
  const end = next === undefined ? Infinity : beginningOf(next, timeZone);
  return end > lastMillis ? { startsAt } : { startsAt, endsAt: instantFromMillis(end) };
};

/** The first day of the part of the year, `months` long, that contains `day`. */
const firstOfPart = (day: Temporal.PlainDate, months: number): Temporal.PlainDate =>
  day.with({ month: day.month - ((day.month - 1) % months), day: 1 });

const calendarMonths = { monthly: 1, quarterly: 3, "half-yearly": 6, yearly: 12 } as const;

/**
 * The window of the budget that contains `at`: its calendar week, month, quarter, half-year or year in the budget's time
 * zone (I25). `undefined` when a fixed budget is not in force then.
 */
export const windowAt = ({ term, timeZone }: Budget, at: Instant): BudgetWindow | undefined => {
  const day = Temporal.Instant.fromEpochMilliseconds(millisOf(at)).toZonedDateTimeISO(timeZone).toPlainDate();
  switch (term.period) {
    case "weekly": {
      const monday = day.subtract({ days: day.dayOfWeek - 1 });
      return windowBetween(monday, monday.add({ days: 7 }), timeZone);
    }
    case "monthly":
    case "quarterly":
    case "half-yearly":
    case "yearly": {
      const months = calendarMonths[term.period];
      const first = firstOfPart(day, months);
      return windowBetween(first, first.add({ months }), timeZone);
    }
    case "fixed": {
      const first = Temporal.PlainDate.from(term.startsOn);
      const next = term.endsOn === undefined ? undefined : Temporal.PlainDate.from(term.endsOn).add({ days: 1 });
      const window = windowBetween(first, next, timeZone);
      return isWithin(window, at) ? window : undefined;
    }
    default:
      return assertNever(term);
  }
};

/** Whether the window contains this instant. */
export const isWithin = ({ startsAt, endsAt }: BudgetWindow, at: Instant): boolean =>
  startsAt <= at && (endsAt === undefined || at < endsAt);
