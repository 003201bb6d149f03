import { z } from "zod";

import {
  fulfillmentRequestIdSchema,
  tierConfigurationIdSchema,
  tierRequestIdSchema,
} from "@countersign/shared/domain/tier.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { tierActionRoutes } from "./action-routes.ts";
import { productsOf, putProduct, tierProductSchema } from "./products.ts";
import {
  configurationFor,
  configurationPageQuerySchema,
  configurationPageSchema,
  configurationsFor,
  fulfillmentFor,
  historyFor,
  openedRequestSchema,
  requestFor,
  requestPageQuerySchema,
  requestPageSchema,
  requestsFor,
} from "./read-tiers.ts";
import { setUp, tierSetupSchema } from "./set-up.ts";
import { callerOf } from "./tier-caller.ts";
import { tierHistoryEntrySchema } from "./tier-event-store.ts";
import { shownConfigurationSchema, shownFulfillmentSchema, tierReceiptSchema } from "./tier-views.ts";

const tags = ["tiers"];

/** @throws HttpProblem 403 for anybody but a vendor. */
const vendorOf = async ({ db }: Services, session: Session) => {
  const { organisation, accountId } = await callerOf(db, session);
  if (organisation.kind !== "vendor" || accountId === undefined) throw new HttpProblem(403, "not-allowed");
  return { tenantId: session.tenantId, vendorId: accountId };
};

/** What vendors say of their products. */
const productRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  app.get(
    "/v1/tier-products",
    {
      onRequest: sessions.requires("tiers:read"),
      schema: {
        tags,
        summary: "The vendor's own products and what they can do",
        response: { 200: z.strictObject({ products: z.array(tierProductSchema) }) },
      },
    },
    async (request, reply) => {
      const { tenantId, vendorId } = await vendorOf(services, sessions.of(request));
      return reply.send({ products: await productsOf(db, tenantId, vendorId) });
    },
  );
  app.put(
    "/v1/tier-products",
    {
      onRequest: sessions.requires("tiers:write"),
      schema: {
        tags,
        summary: "Says what a product of the vendor's can do",
        description:
          "With the capability `Dynamic Validation - Tier Config Request - Draft` new tier configurations and requests " +
          "start as drafts, which the distributor validates.",
        body: tierProductSchema,
        response: { 200: tierProductSchema },
      },
    },
    async (request, reply) => {
      await putProduct(db, await vendorOf(services, sessions.of(request)), request.body);
      return reply.send(request.body);
    },
  );
};

/** What vendors, distributors and the resellers of the tiers read. */
const readingRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  const onRequest = sessions.requires("tiers:read");
  const requestParams = z.strictObject({ id: tierRequestIdSchema });
  app.get(
    "/v1/tier-configurations",
    {
      onRequest,
      schema: {
        tags,
        summary: "The tier configurations that concern the caller's company, the oldest first",
        querystring: configurationPageQuerySchema,
        response: { 200: configurationPageSchema },
      },
    },
    async (request, reply) => reply.send(await configurationsFor(services, sessions.of(request), request.query)),
  );
  app.get(
    "/v1/tier-configurations/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "One tier configuration",
        params: z.strictObject({ id: tierConfigurationIdSchema }),
        response: { 200: shownConfigurationSchema },
      },
    },
    async (request, reply) => reply.send(await configurationFor(services, sessions.of(request), request.params.id)),
  );
  app.get(
    "/v1/tier-requests",
    {
      onRequest,
      schema: {
        tags,
        summary: "The tier requests that concern the caller's company, the oldest first",
        querystring: requestPageQuerySchema,
        response: { 200: requestPageSchema },
      },
    },
    async (request, reply) => reply.send(await requestsFor(services, sessions.of(request), request.query)),
  );
  app.get(
    "/v1/tier-requests/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "One tier request, its configuration, the link to its tier 2, and what the caller may do with it",
        params: requestParams,
        response: { 200: openedRequestSchema },
      },
    },
    async (request, reply) => reply.send(await requestFor(services, sessions.of(request), request.params.id)),
  );
  app.get(
    "/v1/tier-requests/:id/history",
    {
      onRequest,
      schema: {
        tags,
        summary: "What happened to a tier request, the oldest first",
        params: requestParams,
        response: { 200: z.strictObject({ entries: z.array(tierHistoryEntrySchema) }) },
      },
    },
    async (request, reply) =>
      reply.send({ entries: await historyFor(services, sessions.of(request), request.params.id) }),
  );
  app.get(
    "/v1/fulfillment-requests/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "How far a fulfillment request is, and the caller's tier requests that it waits for",
        params: z.strictObject({ id: fulfillmentRequestIdSchema }),
        response: { 200: shownFulfillmentSchema },
      },
    },
    async (request, reply) => reply.send(await fulfillmentFor(services, sessions.of(request), request.params.id)),
  );
};

/** Tier configurations and their requests. */
export const tierRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  productRoutes(app, services);
  readingRoutes(app, services);
  app.post(
    "/v1/tier-configurations",
    {
      onRequest: sessions.requires("tiers:write"),
      schema: {
        tags,
        summary: "The distributor has the tiers of an order set up",
        description: "Vendor and resellers that are not known yet become companies of the network.",
        body: tierSetupSchema,
        response: { 201: tierReceiptSchema },
      },
    },
    async (request, reply) => {
      const { repeatable, body } = request;
      const caller = { session: sessions.of(request), repeatable, revision: undefined, status: 201 };
      return reply.status(201).send(await setUp(services, caller, body));
    },
  );
  tierActionRoutes(app, services);
};
