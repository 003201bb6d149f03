import { z } from "zod";

import type { Attempt } from "@countersign/shared/contract/api/webhooks.ts";
import { webhookTypeSchema, attemptSchema } from "@countersign/shared/contract/api/webhooks.ts";

/** One message to one endpoint, with every try. Its id is the `webhook-id`, the same for every try. */
export const deliverySchema = z.strictObject({
  type: webhookTypeSchema,
  body: z.string(),
  attempts: z.array(attemptSchema),
  /** Tries in the current series; a redelivery by hand begins a new one. */
  tries: z.int().min(0),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** The most tries kept of a message, which may be sent again and again by hand. */
const attemptsKept = 50;

/** The delivery with this try added. */
export const withAttempt = (delivery: Delivery, attempt: Attempt): Delivery => ({
  ...delivery,
  tries: delivery.tries + 1,
  attempts: [...delivery.attempts, attempt].slice(-attemptsKept),
});
