import { z } from "zod";

import { instantSchema } from "@countersign/shared/domain/instant.ts";

import { webhookTypeSchema } from "./endpoint.ts";

/** Why there was no answer. */
const deliveryErrorSchema = z.enum(["certificate", "not-https", "private-address", "timeout", "unreachable"]);
export type DeliveryError = z.infer<typeof deliveryErrorSchema>;

export const attemptSchema = z.strictObject({
  at: instantSchema,
  /** The receiver's HTTP status; missing where there was no answer. */
  status: z.int().exactOptional(),
  error: deliveryErrorSchema.exactOptional(),
  millis: z.int().min(0),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** `waiting`: to be tried, or tried again; `failed`: given up after the last try; `dropped`: its endpoint is off. */
export const deliveryStateSchema = z.enum(["waiting", "delivered", "failed", "dropped"]);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** One message to one endpoint: what is sent, and every try. Its id is the `webhook-id`, the same at every try. */
export const deliverySchema = z.strictObject({
  type: webhookTypeSchema,
  body: z.string(),
  attempts: z.array(attemptSchema),
  /** Tries of the present series; a redelivery by hand begins a new one. */
  tries: z.int().min(0),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** How many tries are kept of a message that is sent again and again by hand. */
const attemptsKept = 50;

/** The delivery with one more try. */
export const withAttempt = (delivery: Delivery, attempt: Attempt): Delivery => ({
  ...delivery,
  tries: delivery.tries + 1,
  attempts: [...delivery.attempts, attempt].slice(-attemptsKept),
});
