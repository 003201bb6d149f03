import { z } from "zod";

import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { fieldCode } from "@countersign/shared/domain/field-codes.ts";

/** What an organisation can be told of. A name never changes its meaning. @internal */
export const webhookTypes = [
  "OrderPendingApproval",
  "OfferProvisioned",
  "OfferProvisionError",
  "order.changed",
] as const;
export const webhookTypeSchema = z.enum(webhookTypes);
export type WebhookType = z.infer<typeof webhookTypeSchema>;

const urlSchema = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((url) => {
    if (!URL.canParse(url)) return false;
    const { username, password, hash } = new URL(url);
    return username === "" && password === "" && hash === "";
  }, fieldCode("url-with-more"));

/** Printable ASCII: what an HTTP header can carry. */
const headerSchema = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[\x20-\x7e]+$/, fieldCode("not-for-a-header"));

/** What an organisation says about an endpoint of its own (A12). */
export const endpointRequestSchema = z.strictObject({
  url: urlSchema,
  types: z.array(webhookTypeSchema).min(1).max(webhookTypes.length),
  isEnabled: z.boolean().default(true),
  /** Sent as it is in the header `Authorization`; never shown again. */
  authorization: headerSchema.exactOptional(),
});
export type EndpointRequest = z.output<typeof endpointRequestSchema>;

export const endpointChangeSchema = z.strictObject({
  url: urlSchema.exactOptional(),
  types: endpointRequestSchema.shape.types.exactOptional(),
  isEnabled: z.boolean().exactOptional(),
  /** `null` takes it away. */
  authorization: headerSchema.nullable().exactOptional(),
});
export type EndpointChange = z.output<typeof endpointChangeSchema>;

/** An endpoint as it is kept. */
export const endpointSchema = z.strictObject({
  ...endpointRequestSchema.shape,
  isEnabled: z.boolean(),
  /** Why the server switched it off: the receiver said 410, or a message failed for days. */
  disabledBecause: z.enum(["gone", "failing"]).exactOptional(),
  /** The receiver is overloaded: nothing is sent before. */
  holdUntil: instantSchema.exactOptional(),
  createdAt: instantSchema,
});
export type Endpoint = z.output<typeof endpointSchema>;

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
