import { runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { deliver, deliveryQueue } from "./deliver.ts";
import { allowsPrivateReceivers } from "./private-receivers.ts";
import { forgetDeliveries, forgetDeliveriesQueue } from "./retention.ts";
import { tellEndpoints, webhookSubscriber } from "./tell.ts";

const everyNight = "17 3 * * *";

/** Registers the background work of webhooks, with its schedule. */
export const registerWebhooks = async (services: Services): Promise<void> => {
  const { jobs } = services;
  const mayBePrivate = allowsPrivateReceivers();
  await jobs.work(webhookSubscriber.queue, (event) => tellEndpoints(services, event));
  await jobs.work(deliveryQueue, ({ deliveryId }) => deliver(services, deliveryId, { mayBePrivate }));
  await runOnSchedule(jobs, forgetDeliveriesQueue, everyNight, () => forgetDeliveries(services));
};
