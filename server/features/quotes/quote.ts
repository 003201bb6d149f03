import { z } from "zod";

import { orderRequestFields } from "@countersign/shared/contract/intake.ts";
import { orderIdSchema, quoteIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { anyInstantSchema, instantSchema } from "@countersign/shared/domain/instant.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { closeQuote } from "@countersign/shared/engine/quotes/quote.ts";
import type { Quote as EngineQuote } from "@countersign/shared/engine/quotes/quote.ts";

import { atLevel, isSalePriceFor } from "#server/records/visibility/price-level.ts";

/** `POST /v1/quotes`: what an order would say, and until when the offer holds. */
export const quoteRequestSchema = orderRequestFields
  .omit({
    number: true,
    source: true,
    placedAt: true,
    levelAmounts: true,
    subscription: true,
    isWaitingForData: true,
  })
  .extend({
    /** From then on it has expired; without it, it stays until it is converted or withdrawn. */
    validUntil: anyInstantSchema.exactOptional(),
  });
export type QuoteRequest = z.output<typeof quoteRequestSchema>;

/** An order that is not placed yet: nobody decides on it before its buyer has made it one (S54, S55). */
export const quoteDocumentSchema = z.strictObject({
  id: quoteIdSchema,
  number: z.string().min(1).max(64),
  status: z.enum(["placed", "converted", "withdrawn", "expired"]),
  placedAt: instantSchema,
  validUntil: instantSchema.exactOptional(),
  buyer: orderSchema.shape.requester,
  ...orderSchema.pick({
    customer: true,
    reseller: true,
    distributor: true,
    lines: true,
    totals: true,
    costCentre: true,
    recurrence: true,
    note: true,
  }).shape,
  /** What it was converted to; from then on, that is decided. */
  order: z.strictObject({ id: orderIdSchema, number: z.string().min(1).max(64) }).exactOptional(),
});
export type QuoteDocument = z.infer<typeof quoteDocumentSchema>;

/** With what becomes an order of it, at the prices that were quoted. */
export const storedQuoteSchema = z.strictObject({
  quote: quoteDocumentSchema,
  request: quoteRequestSchema.omit({ validUntil: true }),
});
export type StoredQuote = z.output<typeof storedQuoteSchema>;

/** The quote as this person may read it: behind a reseller, without what the buyer would pay (A76). */
export const readableQuote = (
  quote: QuoteDocument,
  { organisationId }: Pick<Person, "organisationId">,
): QuoteDocument => (isSalePriceFor(quote, organisationId) ? quote : atLevel(quote, undefined));

/** The quote as the engine knows it. */
export const engineQuote = ({ number, buyer, customer, status, order }: QuoteDocument): EngineQuote => {
  const facts = { number, buyer, accountId: customer.organisationId };
  return status === "converted" ? { ...facts, status, orderNumber: order?.number ?? "" } : { ...facts, status };
};

/** How the quote stands at this instant: one whose time is over has expired, whether that was written down yet or not. */
export const quoteAt = (quote: QuoteDocument, now: Instant): QuoteDocument => {
  if (quote.validUntil === undefined || now < quote.validUntil) return quote;
  const expired = closeQuote(engineQuote(quote), "expire");
  return expired.ok ? { ...quote, status: expired.value.status } : quote;
};
