import { z } from "zod";

import { instantSchema } from "#shared/domain/instant.ts";

import { webhookTypeSchema } from "./endpoint.ts";

export const attemptSchema = z.strictObject({
  at: instantSchema,
  /** The receiver's HTTP status, or why there was no answer. */
  status: z.int().exactOptional(),
  error: z.enum(["private-address", "timeout", "unreachable"]).exactOptional(),
  millis: z.int().min(0),
});

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
