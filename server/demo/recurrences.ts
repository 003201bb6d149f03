import { Temporal } from "temporal-polyfill";

import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis } from "@countersign/shared/domain/instant.ts";
import type { Recurrence } from "@countersign/shared/domain/recurrence.ts";

/** How an order repeats: the day on which it starts, and how its term ends. */
interface Rhythm {
  readonly interval: string;
  readonly anchorDay: number;
  readonly term: { readonly repetitions: number } | { readonly months: number } | "endless";
}

/** Some have days that short months lack. */
export const rhythms: readonly Rhythm[] = [
  { interval: "P1M", anchorDay: 31, term: "endless" },
  { interval: "P1M", anchorDay: 1, term: { months: 12 } },
  { interval: "P1M", anchorDay: 15, term: { repetitions: 24 } },
  { interval: "P1W", anchorDay: 3, term: { repetitions: 26 } },
  { interval: "P1W", anchorDay: 5, term: "endless" },
  { interval: "P3M", anchorDay: 31, term: { months: 24 } },
  { interval: "P1Y", anchorDay: 1, term: { repetitions: 3 } },
  { interval: "P1Y", anchorDay: 29, term: "endless" },
];

/** Nine in the morning of `anchorDay`, in the first later month that has this day. */
const firstExecution = (placedAt: Instant, timeZone: string, anchorDay: number): Temporal.ZonedDateTime => {
  let month = Temporal.Instant.from(placedAt).toZonedDateTimeISO(timeZone).toPlainDate().toPlainYearMonth();
  do month = month.add({ months: 1 });
  while (month.daysInMonth < anchorDay);
  return month.toPlainDate({ day: anchorDay }).toZonedDateTime({ timeZone, plainTime: "09:00" });
};

const instantOf = (moment: Temporal.ZonedDateTime): Instant => instantFromMillis(moment.epochMilliseconds);

/** The recurrence of an order placed at `placedAt`; it starts in the next month that has the anchor day. */
export const recurrenceFrom = (
  placedAt: Instant,
  timeZone: string,
  { interval, anchorDay, term }: Rhythm,
): Recurrence => {
  const start = firstExecution(placedAt, timeZone, anchorDay);
  const base = { interval, startsAt: instantOf(start), timeZone };
  if (term === "endless") return base;
  if ("repetitions" in term) return { ...base, repetitions: term.repetitions };
  return { ...base, endsAt: instantOf(start.add({ months: term.months }).subtract({ days: 1 })) };
};
