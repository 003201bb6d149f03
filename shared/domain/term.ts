import { Temporal } from "temporal-polyfill";
import { z } from "zod";

import { moneySchema } from "./money.ts";
import { decimalSchema } from "./order.ts";
import { recurrenceSchema } from "./recurrence.ts";
import { fieldCode } from "./field-codes.ts";

/** Between them, every billing period ends in a year of four digits, so that text order is time order. */
const firstDay = "1900-01-01";
const lastDay = "2999-12-31";

/** A calendar day, `2026-11-21`, without time or zone: the unit in which the prices of a period are counted. */
export const calendarDateSchema = z.iso
  .date()
  .max(10)
  .refine((date) => date >= firstDay && date <= lastDay, {
    message: fieldCode("date-out-of-range"),
    params: { from: firstDay, until: lastDay },
  })
  .brand<"CalendarDate">();
export type CalendarDate = z.infer<typeof calendarDateSchema>;

const longestYears = 100;

/** Compared as text, because days that do not exist are checked, too. */
const isAtMostACentury = (from: string, until: string): boolean =>
  until <= `${Number(from.slice(0, 4)) + longestYears}${from.slice(4)}`;

/**
 * The days from `from` on, up to but not including `until`. Many publishers write the last day instead; `throughDay`
 * of the engine converts them, so that no day is counted twice or lost.
 */
export const dateSpanSchema = z
  .strictObject({ from: calendarDateSchema, until: calendarDateSchema })
  .refine(({ from, until }) => from < until, fieldCode("span-empty"))
  .refine(({ from, until }) => isAtMostACentury(from, until), fieldCode("longer-than-century"));
export type DateSpan = z.infer<typeof dateSpanSchema>;

/**
 * How often a price is due: an ISO 8601 duration of days or more, at most a century.
 * @internal
 */
export const billingPeriodSchema = recurrenceSchema.shape.interval.pipe(
  z.string().refine((text) => {
    const { years, months, weeks, days } = Temporal.Duration.from(text);
    return years * 366 + months * 31 + weeks * 7 + days <= longestYears * 366;
  }, fieldCode("longer-than-century")),
);

/** What a subscription costs from a day on: a number of units, at a price per unit and billing period. */
export const phaseSchema = z.strictObject({
  from: calendarDateSchema,
  unitPrice: moneySchema,
  quantity: decimalSchema,
});
export type Phase = z.infer<typeof phaseSchema>;

/** One term of a subscription. */
export const subscriptionTermSchema = z
  .strictObject({
    term: dateSpanSchema,
    billingPeriod: billingPeriodSchema,
    /** A day on which a billing period begins: the parent's for an add-on. Without it, the first day of the term. */
    anchor: calendarDateSchema.exactOptional(),
    /** In order of time; the first begins with the term. */
    phases: z.tuple([phaseSchema], phaseSchema),
  })
  .refine(({ term, phases }) => phases[0].from === term.from, fieldCode("phases-not-from-start"))
  .refine(
    ({ term, phases }) =>
      phases.every(({ from }, index) => from < term.until && (index === 0 || from > (phases[index - 1]?.from ?? ""))),
    fieldCode("phases-out-of-order"),
  )
  .refine(
    ({ phases }) => phases.every(({ unitPrice }) => unitPrice.currency === phases[0].unitPrice.currency),
    fieldCode("phases-mix-currencies"),
  );
export type SubscriptionTerm = z.infer<typeof subscriptionTermSchema>;

/** When a change takes effect: on a day of the term (today or a custom date), or at renewal, for a term of this length. */
export const changeMomentSchema = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("date"), date: calendarDateSchema }),
  z.strictObject({ at: z.literal("renewal"), termLength: billingPeriodSchema }),
]);
export type ChangeMoment = z.infer<typeof changeMomentSchema>;

/** A change of a subscription, by the kinds of scenario for which term amounts are published (A95). */
export const termChangeSchema = z.discriminatedUnion("kind", [
  /** The term ends with another subscription's, or with the calendar month. */
  z.strictObject({ kind: z.literal("coterm"), until: calendarDateSchema }),
  z.strictObject({ kind: z.literal("quantity"), quantity: decimalSchema, moment: changeMomentSchema }),
  /** All units move to another product's price. */
  z.strictObject({ kind: z.literal("full-upgrade"), unitPrice: moneySchema, moment: changeMomentSchema }),
  /** Some units move; the others stay as they are. */
  z.strictObject({
    kind: z.literal("partial-upgrade"),
    quantity: decimalSchema,
    unitPrice: moneySchema,
    moment: changeMomentSchema,
  }),
  /** Some or all units move into a subscription that exists already, with its own price and term. */
  z.strictObject({
    kind: z.literal("upgrade-to-destination"),
    quantity: decimalSchema,
    destination: subscriptionTermSchema,
    date: calendarDateSchema,
  }),
]);
export type TermChange = z.infer<typeof termChangeSchema>;
