import { z } from "zod";

import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";
import { quoteIdSchema } from "@countersign/shared/domain/ids.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { convert, place, withdraw } from "./quote-actions.ts";
import { findQuote, quotePageSchema, quoteQuerySchema, quotesFor } from "./quote-store.ts";
import { quoteRequestSchema, quoteDocumentSchema, readableQuote } from "./quote.ts";

const params = z.strictObject({ id: quoteIdSchema });
const tags = ["quotes"];

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

const readingRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  const onRequest = sessions.requires("orders:read");
  app.get(
    "/v1/quotes",
    {
      onRequest,
      schema: {
        tags,
        summary: "The quotes that the caller may see",
        querystring: quoteQuerySchema,
        response: { 200: quotePageSchema },
      },
    },
    async (request, reply) => reply.send(await quotesFor(services, sessions.of(request), request.query)),
  );
  app.get(
    "/v1/quotes/:id",
    { onRequest, schema: { tags, summary: "One quote", params, response: { 200: quoteDocumentSchema } } },
    async (request, reply) => {
      const quote = await findQuote(services, sessions.of(request), request.params.id);
      if (quote === undefined) throw new HttpProblem(404, "not-found");
      return reply.send(quote);
    },
  );
};

/** How buyers ask for an offer and make an order of it. */
export const quoteRoutes = (app: HttpApp, services: Services): void => {
  readingRoutes(app, services);
  const { sessions } = services;
  const onRequest = sessions.requires("orders:write");
  app.post(
    "/v1/quotes",
    {
      onRequest,
      config: { examples },
      schema: {
        tags,
        summary: "Keeps a quote for its buyer",
        description: "It asks nobody for approval: what is approved is the order that it becomes.",
        body: quoteRequestSchema,
        response: { 201: quoteDocumentSchema },
      },
    },
    async (request, reply) => {
      const { body, repeatable } = request;
      return reply.status(201).send(await place(services, sessions.of(request), { request: body, repeatable }));
    },
  );
  app.post(
    "/v1/quotes/:id/order",
    {
      onRequest,
      schema: {
        tags,
        summary: "Makes a quote an order, which is then approved like any other",
        description: "Once; by its buyer, or by a seller's shop in the buyer's name.",
        params,
        response: { 201: orderReceiptSchema },
      },
    },
    async (request, reply) => {
      const converting = { id: request.params.id, repeatable: request.repeatable };
      return reply.status(201).send(await convert(services, sessions.of(request), converting));
    },
  );
  app.post(
    "/v1/quotes/:id/withdraw",
    { onRequest, schema: { tags, summary: "Takes a quote back", params, response: { 200: quoteDocumentSchema } } },
    async (request, reply) => {
      const actor = sessions.of(request);
      return reply.send(readableQuote(await withdraw(services, actor, request.params.id), actor.person));
    },
  );
};
