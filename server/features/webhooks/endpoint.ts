import { z } from "zod";

import { instantSchema } from "@countersign/shared/domain/instant.ts";
/** One pair of keys; both kinds of signature are made with each that is still valid. */
export const endpointSecretSchema = z.strictObject({
  /** `whsec_` and base64: the shared secret of `v1`. */
  secret: z.string(),
  /** The private key of `v1a`, PKCS #8 as PEM. */
  privateKey: z.string(),
  createdAt: instantSchema,
  /** After a rotation: until when the older keys still sign. */
  validUntil: instantSchema.exactOptional(),
});
export type EndpointSecret = z.output<typeof endpointSecretSchema>;
