import { Temporal } from "temporal-polyfill";
import { z } from "zod";

import type { Instant } from "./instant.ts";
import { instantFromMillis, instantSchema, millisOf } from "./instant.ts";

const isPositiveCalendarInterval = (text: string): boolean => {
  try {
    const duration = Temporal.Duration.from(text);
    const { hours, minutes, seconds, milliseconds, microseconds, nanoseconds } = duration;
    return duration.sign === 1 && ![hours, minutes, seconds, milliseconds, microseconds, nanoseconds].some(Boolean);
  } catch {
    return false;
  }
};

const isTimeZone = (name: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
};

/** How an order repeats (I15): every `interval` from `startAt`, until `endAt` or after `repetitions` executions. */
export const recurrenceSchema = z.strictObject({
  /** ISO 8601 duration of whole days or more: P1D, P21D, P1W, P1M, P1Y. */
  interval: z
    .string()
    .max(32)
    .refine(isPositiveCalendarInterval, "is not an ISO 8601 interval of days, weeks, months or years"),
  /** The first execution; its day of month, in `timeZone`, is the anchor day. */
  startAt: instantSchema,
  /** IANA name; the wall-clock time of the executions stays the same over daylight saving. */
  timeZone: z.string().max(64).refine(isTimeZone, "is not an IANA time zone"),
  /** No execution after this instant. */
  endAt: instantSchema.exactOptional(),
  /** How many executions in all, the first included. */
  repetitions: z.int().min(1).max(100_000).exactOptional(),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;

/**
 * The executions of a recurrence in order, without end if neither `endAt` nor `repetitions` is set.
 * Each is counted from the start, so that a month end is clamped to the anchor day and returns to it:
 * P1M from 31 January gives 28 February, then 31 March (not 28 March).
 */
export function* executions({ interval, startAt, timeZone, endAt, repetitions }: Recurrence): Generator<Instant> {
  const start = Temporal.Instant.from(startAt).toZonedDateTimeISO(timeZone);
  const duration = Temporal.Duration.from(interval);
  const { years, months, weeks, days } = duration;
  const end = endAt === undefined ? Infinity : millisOf(endAt);
  for (let index = 0; repetitions === undefined || index < repetitions; index += 1) {
    const passed = { years: years * index, months: months * index, weeks: weeks * index, days: days * index };
    const next = start.add(passed, { overflow: "constrain" }).epochMilliseconds;
    if (next > end) return;
    yield instantFromMillis(next);
  }
}

/** The next at most `count` executions strictly after `after`. */
export const nextExecutions = (recurrence: Recurrence, after: Instant, count: number): Instant[] => {
  const next: Instant[] = [];
  for (const execution of executions(recurrence)) {
    if (execution <= after) continue;
    next.push(execution);
    if (next.length === count) break;
  }
  return next;
};

/** How many executions the whole term has, or `undefined` when it has no end. */
export const executionCount = (recurrence: Recurrence): number | undefined => {
  if (recurrence.endAt === undefined) return recurrence.repetitions;
  let count = 0;
  for (const execution of executions(recurrence)) if (execution <= recurrence.endAt) count += 1;
  return count;
};
