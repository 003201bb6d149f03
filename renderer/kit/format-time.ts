import type { Instant } from "@countersign/shared/domain/instant.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";

export type TimeFormat = "date" | "date-time" | "time";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const shapes: Record<TimeFormat, Intl.DateTimeFormatOptions> = {
  date: { dateStyle: "medium" },
  "date-time": { dateStyle: "medium", timeStyle: "short" },
  time: { timeStyle: "short" },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatter = (key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(undefined, options);
  formatters.set(key, made);
  return made;
};

export const formatInstant = (instant: Instant, format: TimeFormat): string =>
  formatter(format, shapes[format]).format(millisOf(instant));

/** An hour of the day, 0 to 23, in the reader's locale. */
export const formatHour = (hourOfDay: number): string =>
  formatter("hour", { timeStyle: "short", timeZone: "UTC" }).format(hourOfDay * hour);

/** The exact time: to the second, with the time zone. */
export const formatExactly = (instant: Instant): string =>
  formatter("exact", { dateStyle: "full", timeStyle: "long" }).format(millisOf(instant));

/** The date of an instant in another place's time zone, where a recurrence counts its days. */
export const formatDateIn = (instant: Instant, timeZone: string): string =>
  formatter(`date ${timeZone}`, { dateStyle: "medium", timeZone }).format(millisOf(instant));

/** How long ago, in the largest whole unit: `12 min`, `5 hr`, `3 days`. A device clock that is behind counts as now. */
export const formatAge = (instant: Instant, now: number): string => {
  const millis = Math.max(0, now - millisOf(instant));
  const unit = (name: "minute" | "hour" | "day", size: number, unitDisplay: "short" | "long") =>
    new Intl.NumberFormat(undefined, { style: "unit", unit: name, unitDisplay }).format(Math.floor(millis / size));
  if (millis < hour) return unit("minute", minute, "short");
  return millis < day ? unit("hour", hour, "short") : unit("day", day, "long");
};

export const isSameDay = (instant: Instant, now: number): boolean =>
  formatInstant(instant, "date") === formatter("date", shapes.date).format(now);
