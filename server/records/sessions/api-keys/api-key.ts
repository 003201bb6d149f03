import { z } from "zod";

import { organisationIdSchema, personIdSchema } from "@countersign/shared/domain/ids.ts";
import { anyInstantSchema, instantSchema } from "@countersign/shared/domain/instant.ts";

import { rightSchema } from "#server/records/sessions/rights.ts";

/** `POST /v1/api-keys`: a key acts in the name of one person of the organisation, and may do no more than they. */
export const keyRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  personId: personIdSchema,
  rights: z.array(rightSchema).min(1),
  expiresAt: anyInstantSchema.exactOptional(),
});
export type KeyRequest = z.infer<typeof keyRequestSchema>;

/** A key as its organisation sees it. */
export const apiKeySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  organisationId: organisationIdSchema,
  personId: personIdSchema,
  rights: z.array(rightSchema),
  createdAt: instantSchema,
  expiresAt: instantSchema.exactOptional(),
  /** To the hour. */
  lastUsedAt: instantSchema.exactOptional(),
  revokedAt: instantSchema.exactOptional(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** The only answer that shows the secret. */
export const apiKeyWithSecretSchema = z.strictObject({ ...apiKeySchema.shape, secret: z.string() });
export type ApiKeyWithSecret = z.infer<typeof apiKeyWithSecretSchema>;
