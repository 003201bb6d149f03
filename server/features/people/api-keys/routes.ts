import { z } from "zod";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import { apiKeySchema, apiKeyWithSecretSchema, keyRequestSchema } from "#server/records/sessions/api-keys/api-key.ts";
import { keysOf } from "#server/records/sessions/api-keys/key-store.ts";

import { addKey, endKey } from "./manage-keys.ts";

const exampleKeys = [
  { name: "Web shop", personId: "person-1", rights: ["orders:read", "orders:write"] },
  { name: "Auditor", personId: "person-2", rights: ["orders:read"], expiresAt: "2027-01-01T00:00:00Z" },
];

/** How administrators manage the keys of their organisation. */
export const apiKeyRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  const onRequest = sessions.requires("keys:manage");
  const tags = ["api keys"];

  app.post(
    "/v1/api-keys",
    {
      onRequest,
      config: { showsSecret: true, examples: exampleKeys },
      schema: {
        tags,
        summary: "Makes a key",
        description: "The answer alone shows the secret; only its hash is kept.",
        body: keyRequestSchema,
        response: { 201: apiKeyWithSecretSchema },
      },
    },
    async (request, reply) => reply.status(201).send(await addKey(services, sessions.of(request), request.body)),
  );
  app.get(
    "/v1/api-keys",
    {
      onRequest,
      schema: {
        tags,
        summary: "The organisation's keys",
        description: "Those that were revoked or have expired as well, without their secrets.",
        response: { 200: z.strictObject({ keys: z.array(apiKeySchema) }) },
      },
    },
    async (request, reply) => reply.send({ keys: await keysOf(db, sessions.of(request).person.organisationId) }),
  );
  app.delete(
    "/v1/api-keys/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "Revokes a key",
        description: "It is refused from the next call on, and stays in the list.",
        params: z.strictObject({ id: z.string().min(1).max(64) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await endKey(services, sessions.of(request).person.organisationId, request.params.id);
      return reply.status(204).send(null);
    },
  );
};
