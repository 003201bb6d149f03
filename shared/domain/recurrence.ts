import { Temporal } from "temporal-polyfill";
import { z } from "zod";

import type { Instant } from "./instant.ts";
import { instantFromMillis, instantSchema, millisOf } from "./instant.ts";
import { fieldCode } from "./field-codes.ts";
import type { Loose } from "./loose.ts";
import { closedText } from "./loose.ts";
import { holdsNewer } from "./newer.ts";

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

/** How an order repeats (I15): every `interval` from `startsAt`, until `endsAt` or after `repetitions` executions. */
export const recurrenceSchema = z.strictObject({
  /** ISO 8601 duration of whole days or more: P1D, P21D, P1W, P1M, P1Y. */
  interval: closedText(z.string().max(32).refine(isPositiveCalendarInterval, fieldCode("not-an-interval"))),
  /** The first execution; its day of month, in `timeZone`, is the anchor day. */
  startsAt: instantSchema,
  /** IANA name; the wall-clock time of the executions stays the same over daylight saving. */
  timeZone: closedText(z.string().max(64).refine(isTimeZone, fieldCode("not-a-time-zone"))),
  /** No execution after this instant. */
  endsAt: instantSchema.exactOptional(),
  /** How many executions in all, the first included. */
  repetitions: z.int().min(1).max(100_000).exactOptional(),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;
export type LooseRecurrence = Loose<typeof recurrenceSchema>;

/** Whether its dates can be computed: a newer time zone or interval is in no table of this version. */
export const hasKnownDates = (recurrence: LooseRecurrence): recurrence is Recurrence => !holdsNewer(recurrence);

const dayMillis = 24 * 60 * 60 * 1_000;

/** The last instant whose year has four digits. */
const lastMillis = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** More days than between the first and the last possible instant. */
const allDays = 10_000 * 366;

/**
 * The executions of a recurrence in order, beginning with number `from` (0 is the first), until the end of the calendar
 * if neither `endsAt` nor `repetitions` is set.
 * Each is counted from the start, so that a month end is clamped to the anchor day and returns to it:
 * P1M from 31 January gives 28 February, then 31 March (not 28 March).
 */
export function* executions(recurrence: Recurrence, from = 0): Generator<Instant> {
  const { interval, startsAt, timeZone, endsAt, repetitions } = recurrence;
  const start = Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone);
  const { years, months, weeks, days } = Temporal.Duration.from(interval);
  const fewestDays = years * 365 + months * 28 + weeks * 7 + days;
  const end = endsAt === undefined ? lastMillis : millisOf(endsAt);
  for (let index = from; repetitions === undefined || index < repetitions; index += 1) {
    if (index * fewestDays > allDays) return;
    const passed = { years: years * index, months: months * index, weeks: weeks * index, days: days * index };
    const next = start.add(passed, { overflow: "constrain" }).epochMilliseconds;
    if (next > end) return;
    yield instantFromMillis(next);
  }
}

/** A lower bound on the executions up to `instant`: where to begin, so that a long past is not counted through. */
const passedAtLeast = ({ interval, startsAt }: Recurrence, instant: Instant): number => {
  const { years, months, weeks, days } = Temporal.Duration.from(interval);
  const mostDays = years * 366 + months * 31 + weeks * 7 + days;
  // Two days for zones that moved across the date line, and for daylight saving.
  const passedDays = (millisOf(instant) - millisOf(startsAt)) / dayMillis - 2;
  return Math.max(0, Math.floor(passedDays / mostDays));
};

/** The next at most `count` executions strictly after `after`. */
export const nextExecutions = (recurrence: Recurrence, after: Instant, count: number): Instant[] => {
  const next: Instant[] = [];
  for (const execution of executions(recurrence, passedAtLeast(recurrence, after))) {
    if (next.length >= count) break;
    if (execution > after) next.push(execution);
  }
  return next;
};

/** The last execution that is not after `instant`; `undefined` before the first. */
export const lastExecution = (recurrence: Recurrence, instant: Instant): Instant | undefined => {
  let last: Instant | undefined;
  for (const execution of executions(recurrence, Math.max(0, passedAtLeast(recurrence, instant) - 1))) {
    if (execution > instant) break;
    last = execution;
  }
  return last;
};

/** How many executions the whole term has, or `undefined` when it has no end. */
export const executionCount = (recurrence: Recurrence): number | undefined => {
  const { endsAt, repetitions } = recurrence;
  if (endsAt === undefined) return repetitions;
  let count = Math.min(passedAtLeast(recurrence, endsAt), repetitions ?? Infinity);
  for (const _ of executions(recurrence, count)) count += 1;
  return count;
};
