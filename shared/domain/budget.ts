import { z } from "zod";

import { personIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { moneySchema } from "./money.ts";
import { costCentreSchema } from "./order.ts";
import { limitComparisonSchema } from "./limit.ts";
import { recurrenceSchema } from "./recurrence.ts";
import { fieldCode } from "./field-codes.ts";

/** Whose orders a budget counts: a person's own, or those assigned to a cost centre, whoever placed them. */
export const budgetOwnerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("requester"), personId: personIdSchema }),
  z.strictObject({ kind: z.literal("cost-centre"), costCentreId: costCentreSchema.shape.id }),
]);
export type BudgetOwner = z.infer<typeof budgetOwnerSchema>;

/**
 * When a budget starts again (I25): at the first midnight of a calendar week (Monday), month, quarter, half-year or year
 * in the budget's time zone. A fixed one runs from one day through another, both included, or on without an end.
 */
const budgetTermSchema = z.discriminatedUnion("period", [
  z.strictObject({ period: z.enum(["weekly", "monthly", "quarterly", "half-yearly", "yearly"]) }),
  z
    .strictObject({
      period: z.literal("fixed"),
      startsOn: z.iso.date().max(10),
      /** The last day. */
      endsOn: z.iso.date().max(10).exactOptional(),
    })
    .refine(({ startsOn, endsOn }) => endsOn === undefined || startsOn <= endsOn, {
      path: ["endsOn"],
      message: fieldCode("before-first-day"),
    }),
]);
/** @internal */
export type BudgetTerm = z.infer<typeof budgetTermSchema>;

export const budgetSchema = z
  .strictObject({
    owner: budgetOwnerSchema,
    amount: moneySchema.refine(({ amountMinor }) => amountMinor >= 0, fieldCode("less-than-zero")),
    term: budgetTermSchema,
    /** IANA name. */
    timeZone: recurrenceSchema.shape.timeZone,
  })
  .refine(({ owner, term }) => owner.kind === "cost-centre" || term.period !== "fixed", {
    path: ["term", "period"],
    message: fieldCode("for-cost-centres-only"),
  });
export type Budget = z.infer<typeof budgetSchema>;

/** Which amount of an order a budget counts: net = lines and shipping, gross = the same with tax. */
export const priceTypeSchema = z.enum(["net", "gross"]);
export type PriceType = z.infer<typeof priceTypeSchema>;

/** How all budgets of one company are counted. */
export const budgetSettingsSchema = z.strictObject({
  priceType: priceTypeSchema,
  /** When the price type was last switched: orders placed before are no longer counted (I25). */
  countsFrom: instantSchema.exactOptional(),
  comparison: limitComparisonSchema,
});
export type BudgetSettings = z.infer<typeof budgetSettingsSchema>;
