import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { applyDelegations } from "./delegations.ts";

/** @internal */
export const delegationsQueue = scheduledQueue("delegations-apply");

const everyMinute = "* * * * *";

/** Lets substitutes in and takes them out as their time comes. */
export const registerDelegations = async (services: Services): Promise<void> => {
  await runOnSchedule(services.jobs, delegationsQueue, everyMinute, () => applyDelegations(services));
};
