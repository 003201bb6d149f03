import { z } from "zod";

import type { App } from "#server/api/app.ts";
import { HttpProblem } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import type { Actor } from "#server/auth/session.ts";

import { deliveriesOf, deliveryPageSchema, redeliver } from "./delivery-log.ts";
import { endpointChangeSchema, endpointRequestSchema } from "./endpoint.ts";
import { endpointsOf } from "./endpoint-store.ts";
import {
  addEndpoint,
  changeEndpoint,
  endpointWithSecretSchema,
  removeEndpoint,
  rotateKeys,
  shown,
  shownEndpointSchema,
} from "./manage-endpoints.ts";

/** Seller and distributor administrators, and those of a customer for its own orders (A69). */
const requireRight = ({ person: { roles } }: Actor): void => {
  if (!roles.some((role) => role === "admin" || role === "reseller" || role === "distributor"))
    throw new HttpProblem(403, "not-allowed");
};

/** How organisations manage where they are told of what happens (A12). */
export const webhookRoutes = (app: App, services: Services): void => {
  const { sessions, db } = services;
  const params = z.strictObject({ id: z.string().min(1).max(64) });
  const tags = ["webhooks"];
  const onRequest = sessions.requires("webhooks:manage");
  const actorOf = (request: Parameters<typeof sessions.of>[0]): Actor => {
    const session = sessions.of(request);
    requireRight(session);
    return session;
  };

  app.post(
    "/v1/webhooks",
    {
      onRequest,
      config: { showsSecret: true },
      schema: {
        tags,
        summary: "Adds an endpoint; the answer alone shows its secret",
        body: endpointRequestSchema,
        response: { 201: endpointWithSecretSchema },
      },
    },
    async (request, reply) => reply.status(201).send(await addEndpoint(services, actorOf(request), request.body)),
  );
  app.get(
    "/v1/webhooks",
    {
      onRequest,
      schema: {
        tags,
        summary: "The organisation's endpoints",
        response: { 200: z.strictObject({ endpoints: z.array(shownEndpointSchema) }) },
      },
    },
    async (request, reply) => {
      const endpoints = await endpointsOf(db, [actorOf(request).person.organisationId]);
      return reply.send({ endpoints: endpoints.map(shown) });
    },
  );
  app.patch(
    "/v1/webhooks/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "Changes an endpoint, or switches it on or off",
        params,
        body: endpointChangeSchema,
        response: { 200: shownEndpointSchema },
      },
    },
    async (request, reply) => {
      return reply.send(await changeEndpoint(services, actorOf(request), request.params.id, request.body));
    },
  );
  app.delete(
    "/v1/webhooks/:id",
    { onRequest, schema: { tags, summary: "Removes an endpoint with its log", params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeEndpoint(services, actorOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.post(
    "/v1/webhooks/:id/secrets",
    {
      onRequest,
      config: { showsSecret: true },
      schema: {
        tags,
        summary: "New keys; the ones before sign as well for a day",
        params,
        response: { 201: endpointWithSecretSchema },
      },
    },
    async (request, reply) => reply.status(201).send(await rotateKeys(services, actorOf(request), request.params.id)),
  );
  const querystring = z.strictObject({
    before: z.string().max(64).exactOptional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  });
  app.get(
    "/v1/webhooks/:id/deliveries",
    {
      onRequest,
      schema: {
        tags,
        summary: "What was sent to an endpoint and what became of it, newest first",
        params,
        querystring,
        response: { 200: deliveryPageSchema },
      },
    },
    async (request, reply) =>
      reply.send(await deliveriesOf(services, actorOf(request), request.params.id, request.query)),
  );
  app.post(
    "/v1/webhooks/deliveries/:id/redeliver",
    {
      onRequest,
      schema: { tags, summary: "Sends a message once more, by hand", params, response: { 202: z.null() } },
    },
    async (request, reply) => {
      await redeliver(services, actorOf(request), request.params.id);
      return reply.status(202).send(null);
    },
  );
};
