import { z } from "zod";

import { instantSchema } from "@countersign/shared/domain/instant.ts";
/** One set of keys. Each valid set makes both kinds of signature. */
export const endpointSecretSchema = z.strictObject({
  /** `whsec_` and base64: the shared secret of `v1`. */
  secret: z.string(),
  /** The private key of `v1a`, PKCS #8 as PEM. */
  privateKey: z.string(),
  createdAt: instantSchema,
  /** Set on rotation: until when these older keys still sign. */
  validUntil: instantSchema.exactOptional(),
});
export type EndpointSecret = z.output<typeof endpointSecretSchema>;
