import type { Services } from "#server/api/services.ts";

import { deliver, deliveryQueue } from "./deliver.ts";
import { tellEndpoints, webhookSubscriber } from "./tell.ts";

/** What webhooks do in the background. `WEBHOOK_ALLOW_PRIVATE=1` is for receivers in the operator's own network. */
export const registerWebhooks = async (services: Services): Promise<void> => {
  const mayBePrivate = process.env["WEBHOOK_ALLOW_PRIVATE"] === "1";
  await services.jobs.work(webhookSubscriber.queue, (event) => tellEndpoints(services, event));
  await services.jobs.work(deliveryQueue, ({ deliveryId }) => deliver(services, deliveryId, { mayBePrivate }));
};
