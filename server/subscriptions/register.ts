import type { Services } from "#server/api/services.ts";
import { scheduledQueue, runOnSchedule } from "#server/jobs/scheduled-queue.ts";

import { renewDue } from "./renew.ts";

/** @internal */
export const renewalsQueue = scheduledQueue("subscription-renewals");

const everyMinute = "* * * * *";

/** What subscriptions do by themselves, and when. */
export const registerSubscriptions = (services: Services): Promise<void> =>
  runOnSchedule(services.jobs, renewalsQueue, everyMinute, () => renewDue(services));
