import { z } from "zod";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { deliveriesOf, deliveryPageSchema, redeliver } from "./delivery-log.ts";
import { endpointChangeSchema, endpointRequestSchema } from "./endpoint.ts";
import {
  addEndpoint,
  changeEndpoint,
  endpointWithSecretSchema,
  listEndpoints,
  removeEndpoint,
  rotateKeys,
  showEndpoint,
  shownEndpointSchema,
} from "./manage-endpoints.ts";

/** How organisations manage where they are told of what happens (A12). */
export const webhookRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  const params = z.strictObject({ id: z.string().min(1).max(64) });
  const tags = ["webhooks"];
  const onRequest = sessions.requires("webhooks:manage");

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
    async (request, reply) => reply.status(201).send(await addEndpoint(services, sessions.of(request), request.body)),
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
    async (request, reply) => reply.send({ endpoints: await listEndpoints(services, sessions.of(request)) }),
  );
  app.get(
    "/v1/webhooks/:id",
    {
      onRequest,
      schema: { tags, summary: "One endpoint, with its public keys", params, response: { 200: shownEndpointSchema } },
    },
    async (request, reply) => reply.send(await showEndpoint(services, sessions.of(request), request.params.id)),
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
      return reply.send(await changeEndpoint(services, sessions.of(request), request.params.id, request.body));
    },
  );
  app.delete(
    "/v1/webhooks/:id",
    { onRequest, schema: { tags, summary: "Removes an endpoint with its log", params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeEndpoint(services, sessions.of(request), request.params.id);
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
    async (request, reply) =>
      reply.status(201).send(await rotateKeys(services, sessions.of(request), request.params.id)),
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
      reply.send(await deliveriesOf(services, sessions.of(request), request.params.id, request.query)),
  );
  app.post(
    "/v1/webhooks/deliveries/:id/redeliver",
    {
      onRequest,
      schema: { tags, summary: "Sends a message once more, by hand", params, response: { 202: z.null() } },
    },
    async (request, reply) => {
      await redeliver(services, sessions.of(request), request.params.id, request.repeatable);
      return reply.status(202).send(null);
    },
  );
};
