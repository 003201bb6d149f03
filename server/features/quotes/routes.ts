import { quoteOperations } from "@countersign/shared/contract/api/quotes.ts";
import { orNotFound } from "@countersign/shared/contract/request-refusal.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { place } from "./place-quote.ts";
import { convert, withdraw } from "./quote-actions.ts";
import { findQuote, quotesFor } from "./quote-store.ts";
import { readableQuote } from "./quote.ts";

const examples = [
  {
    requester: { email: "lena@bakery.example" },
    customer: { externalId: "30001" },
    lines: [{ product: "Oven", quantity: "2", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
    validUntil: "2027-01-31T23:00:00.000Z",
  },
  {
    requester: { email: "lena@bakery.example" },
    customer: { externalId: "30001" },
    lines: [{ product: "Storage", vendor: "Example Cloud", quantity: "pay-per-use", unit: "GB*Month" }],
  },
];

const readingRoutes = (services: Services): readonly Route[] => [
  route(
    {
      operation: quoteOperations.readQuotes,
      right: "orders:read",
      tags: ["quotes"],
      summary: "The quotes that the caller may see",
    },
    async ({ session, query }) => ok(await quotesFor(services, session, query)),
  ),
  route(
    { operation: quoteOperations.readQuote, right: "orders:read", tags: ["quotes"], summary: "One quote" },
    async ({ session, params }) => orNotFound(await findQuote(services, session, params.id)),
  ),
];

/** Placing quotes, and converting them to orders. */
export const quoteRoutes = (services: Services): readonly Route[] => [
  ...readingRoutes(services),
  route(
    {
      operation: quoteOperations.placeQuote,
      right: "orders:write",
      tags: ["quotes"],
      summary: "Places a quote for its buyer",
      description: "It asks nobody for approval: the order that it becomes is approved instead.",
      examples,
    },
    ({ session, body: request, repeatable }) => place(services, session, { request, repeatable }),
  ),
  route(
    {
      operation: quoteOperations.convertQuote,
      right: "orders:write",
      tags: ["quotes"],
      summary: "Converts a quote to an order, which is then approved like any other",
      description: "Only once, by its buyer or by a seller's shop in the buyer's name.",
    },
    ({ session, params: { id }, repeatable }) => convert(services, session, { id, repeatable }),
  ),
  route(
    {
      operation: quoteOperations.withdrawQuote,
      right: "orders:write",
      tags: ["quotes"],
      summary: "Withdraws a quote",
    },
    async ({ session, params }) => {
      const withdrawn = await withdraw(services, session, params.id);
      return withdrawn.ok ? ok(readableQuote(withdrawn.value, session.person)) : withdrawn;
    },
  ),
];
