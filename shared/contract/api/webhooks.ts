import { z } from "zod";

import { fieldCode } from "#shared/domain/field-codes.ts";
import { instantSchema } from "#shared/domain/instant.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** The messages that an organisation can receive. A name never changes its meaning. @internal */
export const webhookTypes = [
  "OrderPendingApproval",
  "OfferProvisioned",
  "OfferProvisionError",
  "order.changed",
] as const;

export const webhookTypeSchema = z.enum(webhookTypes);
export type WebhookType = z.infer<typeof webhookTypeSchema>;

/** No user name or password before the host, and no fragment. */
const plainUrl = /^https?:\/\/[^/?#\\@]*([/?\\][^#]*)?#?$/i;

const urlSchema = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((url) => plainUrl.test(url), fieldCode("url-with-more"));

/** Printable ASCII: what an HTTP header can carry. */
const headerSchema = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[\x20-\x7e]+$/, fieldCode("not-for-a-header"));

/** An organisation's settings for an endpoint (A12). */
export const endpointRequestSchema = named(
  "WebhookRequest",
  z.strictObject({
    url: urlSchema,
    types: z.array(webhookTypeSchema).min(1).max(webhookTypes.length),
    isEnabled: z.boolean().default(true),
    /** Sent as it is in the header `Authorization`; never shown again. */
    authorization: headerSchema.exactOptional(),
  }),
);
export type EndpointRequest = z.output<typeof endpointRequestSchema>;

export const endpointChangeSchema = named(
  "WebhookChange",
  z.strictObject({
    url: urlSchema.exactOptional(),
    types: endpointRequestSchema.shape.types.exactOptional(),
    isEnabled: z.boolean().exactOptional(),
    /** `null` removes it. */
    authorization: headerSchema.nullable().exactOptional(),
  }),
);
export type EndpointChange = z.output<typeof endpointChangeSchema>;

/** An endpoint as it is stored. */
export const endpointSchema = z.strictObject({
  ...endpointRequestSchema.shape,
  isEnabled: z.boolean(),
  /** Why the server switched it off: the receiver said 410, or a message failed for days. */
  disabledBecause: z.enum(["gone", "failing"]).exactOptional(),
  /** The receiver is overloaded: nothing is sent before this time. */
  holdUntil: instantSchema.exactOptional(),
  createdAt: instantSchema,
});
export type Endpoint = z.output<typeof endpointSchema>;

/** Why there was no answer. */
const deliveryErrorSchema = z.enum(["certificate", "not-https", "private-address", "timeout", "unreachable"]);
export type DeliveryError = z.infer<typeof deliveryErrorSchema>;

export const attemptSchema = named(
  "WebhookAttempt",
  z.strictObject({
    at: instantSchema,
    /** The receiver's HTTP status; missing if there was no answer. */
    status: z.int().exactOptional(),
    error: deliveryErrorSchema.exactOptional(),
    millis: z.int().min(0),
  }),
);
export type Attempt = z.infer<typeof attemptSchema>;

/** `waiting`: to be tried, or tried again; `failed`: given up after the last try; `dropped`: its endpoint is off. */
export const deliveryStateSchema = z.enum(["waiting", "delivered", "failed", "dropped"]);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

const shownDeliverySchema = named(
  "WebhookDelivery",
  z.strictObject({
    id: z.string(),
    type: webhookTypeSchema,
    state: deliveryStateSchema,
    createdAt: instantSchema,
    attempts: z.array(attemptSchema),
  }),
);

/** A page of an endpoint's log; `next` is where the next page begins. */
const deliveryPageSchema = named(
  "WebhookDeliveryPage",
  z.strictObject({
    deliveries: z.array(shownDeliverySchema),
    next: z.string().exactOptional(),
  }),
);

/** An endpoint as its organisation sees it. */
const shownEndpointSchema = named(
  "Webhook",
  z.strictObject({
    id: z.string(),
    ...endpointSchema.omit({ authorization: true }).shape,
    hasAuthorization: z.boolean(),
    /** The keys of `v1a` that sign now, newest first. */
    publicKeys: z.array(z.string()),
  }),
);

/** The only answer that shows a shared secret. */
const endpointWithSecretSchema = named(
  "WebhookWithSecret",
  z.strictObject({ ...shownEndpointSchema.shape, secret: z.string() }),
);

const params = z.strictObject({ id: z.string().min(1).max(64) });

const webhooks = named("Webhooks", z.strictObject({ endpoints: z.array(shownEndpointSchema) }));

const deliveryQuerySchema = z.strictObject({
  before: z.string().max(64).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** How organisations manage their webhook endpoints (A12). */
export const webhookOperations = operationsOf({
  addWebhook: {
    method: "POST",
    path: "/v1/webhooks",
    body: endpointRequestSchema,
    statuses: [201],
    answer: endpointWithSecretSchema,
  },
  readWebhooks: { method: "GET", path: "/v1/webhooks", answer: webhooks },
  readWebhook: { method: "GET", path: "/v1/webhooks/:id", params, answer: shownEndpointSchema },
  changeWebhook: {
    method: "PATCH",
    path: "/v1/webhooks/:id",
    params,
    body: endpointChangeSchema,
    answer: shownEndpointSchema,
  },
  removeWebhook: { method: "DELETE", path: "/v1/webhooks/:id", params, statuses: [204], answer: z.null() },
  rotateWebhookSecret: {
    method: "POST",
    path: "/v1/webhooks/:id/secrets",
    params,
    statuses: [201],
    answer: endpointWithSecretSchema,
  },
  readWebhookDeliveries: {
    method: "GET",
    path: "/v1/webhooks/:id/deliveries",
    params,
    query: deliveryQuerySchema,
    answer: deliveryPageSchema,
  },
  redeliverWebhook: {
    method: "POST",
    path: "/v1/webhooks/deliveries/:id/redeliver",
    params,
    statuses: [202],
    answer: z.null(),
  },
});
