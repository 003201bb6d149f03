import { z } from "zod";

/** A UTC instant with millisecond precision, `2026-11-21T09:30:00.000Z`. Its text order is its time order. */
export const instantSchema = z.iso.datetime({ precision: 3 }).max(24).brand<"Instant">();
export type Instant = z.infer<typeof instantSchema>;

/** Any ISO 8601 date-time with an offset, as other systems write it, normalised to an {@link Instant}. */
export const anyInstantSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .pipe(instantSchema);

/** @throws RangeError for an invalid date. */
export const instantFromDate = (date: Date): Instant => instantSchema.parse(date.toISOString());

export const instantFromMillis = (millis: number): Instant => instantFromDate(new Date(millis));

export const millisOf = (instant: Instant): number => Date.parse(instant);

/** Tells the time. Passed in, never read from a global. */
export interface Clock {
  now(): Instant;
}
