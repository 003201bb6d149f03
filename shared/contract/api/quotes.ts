import { z } from "zod";

import { orderReceiptSchema, orderRequestFields } from "#shared/contract/intake.ts";
import { orderIdSchema, quoteIdSchema } from "#shared/domain/ids.ts";
import { anyInstantSchema, instantSchema } from "#shared/domain/instant.ts";
import { orderSchema } from "#shared/domain/order.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** `POST /v1/quotes`: the content of an order, and until when the offer is valid. */
export const quoteRequestSchema = named(
  "QuoteRequest",
  orderRequestFields
    .omit({
      number: true,
      source: true,
      placedAt: true,
      levelAmounts: true,
      subscription: true,
      isWaitingForData: true,
    })
    .extend({
      /** When it expires; without it, it stays until it is converted or withdrawn. */
      validUntil: anyInstantSchema.exactOptional(),
    }),
);
export type QuoteRequest = z.output<typeof quoteRequestSchema>;

/** An order that is not placed yet: nobody decides on it until its buyer turns it into an order (S54, S55). */
export const quoteDocumentSchema = named(
  "Quote",
  z.strictObject({
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
    /** The order that it was converted to; from then on, that order is decided. */
    order: z.strictObject({ id: orderIdSchema, number: z.string().min(1).max(64) }).exactOptional(),
  }),
);
export type QuoteDocument = z.infer<typeof quoteDocumentSchema>;

export const quoteQuerySchema = z.strictObject({
  /** The stored status: a quote that has just expired may still be found as placed. */
  status: quoteDocumentSchema.shape.status.exactOptional(),
  /** `next` of the previous page. */
  after: quoteIdSchema.exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A page of quotes, the oldest first. `next` is the `after` of the next page. */
export const quotePageSchema = named(
  "QuotePage",
  z.strictObject({
    quotes: z.array(quoteDocumentSchema),
    next: quoteIdSchema.exactOptional(),
  }),
);

const params = z.strictObject({ id: quoteIdSchema });

/** How buyers ask for an offer and turn it into an order. */
export const quoteOperations = operationsOf({
  readQuotes: { method: "GET", path: "/v1/quotes", query: quoteQuerySchema, answer: quotePageSchema },
  readQuote: { method: "GET", path: "/v1/quotes/:id", params, answer: quoteDocumentSchema },
  placeQuote: {
    method: "POST",
    path: "/v1/quotes",
    body: quoteRequestSchema,
    statuses: [201],
    answer: quoteDocumentSchema,
  },
  convertQuote: { method: "POST", path: "/v1/quotes/:id/order", params, statuses: [201], answer: orderReceiptSchema },
  withdrawQuote: { method: "POST", path: "/v1/quotes/:id/withdraw", params, answer: quoteDocumentSchema },
});
