import { z } from "zod";

import type { QuoteDocument } from "@countersign/shared/contract/api/quotes.ts";
import { quoteRequestSchema, quoteDocumentSchema } from "@countersign/shared/contract/api/quotes.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { Quote as EngineQuote } from "@countersign/shared/engine/quotes/quote.ts";
import { closeQuote } from "@countersign/shared/engine/quotes/quote.ts";

import { atLevel, isSalePriceFor } from "#server/records/visibility/price-level.ts";

/** A quote with the request for its order, at the prices that were quoted. */
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

/** The quote at this instant: after its time it has expired, whether that has been recorded yet or not. */
export const quoteAt = (quote: QuoteDocument, now: Instant): QuoteDocument => {
  if (quote.validUntil === undefined || now < quote.validUntil) return quote;
  const expired = closeQuote(engineQuote(quote), "expire");
  return expired.ok ? { ...quote, status: expired.value.status } : quote;
};
