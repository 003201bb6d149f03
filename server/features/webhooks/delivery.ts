import { z } from "zod";

import type { Attempt } from "@countersign/shared/contract/api/webhooks.ts";
import { webhookTypeSchema, attemptSchema } from "@countersign/shared/contract/api/webhooks.ts";

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
