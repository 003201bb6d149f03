import { z } from "zod";

import { amountSchema } from "./money.ts";
import { costCentreSchema, quantitySchema } from "./order.ts";
import { recurrenceSchema } from "./recurrence.ts";
import { fieldCode } from "./field-codes.ts";

export const subscriptionItemSchema = z.strictObject({
  /** Stays the same when the item moves to another offer. */
  id: z.string().min(1).max(64),
  offer: z.string().min(1).max(300),
  quantity: quantitySchema,
  /** Distinguishes an upgrade from a downgrade when the offer changes. */
  unitPrice: amountSchema,
});
export type SubscriptionItem = z.infer<typeof subscriptionItemSchema>;

/** What an approver of a subscription approves: one version of it. */
export const subscriptionTermsSchema = z
  .strictObject({
    items: z.array(subscriptionItemSchema).min(1).max(1_000),
    /** When it executes, and its start and end. */
    recurrence: recurrenceSchema,
    /** What the customer must cover for the whole term (A95); without an end, for one interval. */
    termAmount: amountSchema,
    costCentre: costCentreSchema.exactOptional(),
  })
  .superRefine(({ items }, context) => {
    const ids = items.map(({ id }) => id);
    for (const [index, id] of ids.entries())
      if (ids.indexOf(id) < index)
        context.addIssue({ code: "custom", path: ["items", index, "id"], message: fieldCode("id-of-another-item") });
  });
export type SubscriptionTerms = z.infer<typeof subscriptionTermsSchema>;

const answerSchema = z.enum(["asks", "passes"]);

/** Which edits of an approved subscription need approval again. An increase always does (A94). */
export const changePolicySchema = z.strictObject({
  /** Less of something: quantity, items, price, term, amount (A94). */
  lower: answerSchema,
  /** Neither more nor less: interval, cost centre, another offer at the same price (I21). */
  sideways: answerSchema,
});
export type ChangePolicy = z.infer<typeof changePolicySchema>;

/** A94 and I21. With the strict reading of I21, where a lower amount asks too, `lower` is `asks`. */
export const defaultChangePolicy: ChangePolicy = { lower: "passes", sideways: "asks" };
