import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { renewDue } from "./renew.ts";

/** @internal */
export const renewalsQueue = scheduledQueue("subscription-renewals");

const everyMinute = "* * * * *";

/** Registers the executions of subscriptions, on schedule. */
export const registerSubscriptions = (services: Services): Promise<void> =>
  runOnSchedule(services.jobs, renewalsQueue, everyMinute, () => renewDue(services));
