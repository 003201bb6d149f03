import { z } from "zod";

import { organisationIdSchema, personIdSchema } from "#shared/domain/ids.ts";
import { anyInstantSchema, instantSchema } from "#shared/domain/instant.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";
import { rightSchema } from "./rights.ts";

/** `POST /v1/api-keys`: a key acts in the name of one person of the organisation, and may do no more than that person. */
export const keyRequestSchema = named(
  "ApiKeyRequest",
  z.strictObject({
    name: z.string().trim().min(1).max(200),
    personId: personIdSchema,
    rights: z.array(rightSchema).min(1),
    expiresAt: anyInstantSchema.exactOptional(),
  }),
);
export type KeyRequest = z.infer<typeof keyRequestSchema>;

/** A key as its organisation sees it. */
export const apiKeySchema = named(
  "ApiKey",
  z.strictObject({
    id: z.string(),
    name: z.string(),
    organisationId: organisationIdSchema,
    personId: personIdSchema,
    rights: z.array(rightSchema),
    createdAt: instantSchema,
    expiresAt: instantSchema.exactOptional(),
    /** Accurate to the hour. */
    lastUsedAt: instantSchema.exactOptional(),
    revokedAt: instantSchema.exactOptional(),
  }),
);
export type ApiKey = z.infer<typeof apiKeySchema>;

/** The only answer that shows the secret. */
export const apiKeyWithSecretSchema = named(
  "ApiKeyWithSecret",
  z.strictObject({ ...apiKeySchema.shape, secret: z.string() }),
);
export type ApiKeyWithSecret = z.infer<typeof apiKeyWithSecretSchema>;

const apiKeys = named("ApiKeys", z.strictObject({ keys: z.array(apiKeySchema) }));

/** How administrators manage the keys of their organisation. */
export const apiKeyOperations = operationsOf({
  makeApiKey: {
    method: "POST",
    path: "/v1/api-keys",
    body: keyRequestSchema,
    statuses: [201],
    answer: apiKeyWithSecretSchema,
  },
  readApiKeys: { method: "GET", path: "/v1/api-keys", answer: apiKeys },
  revokeApiKey: {
    method: "DELETE",
    path: "/v1/api-keys/:id",
    params: z.strictObject({ id: z.string().min(1).max(64) }),
    statuses: [204],
    answer: z.null(),
  },
});
