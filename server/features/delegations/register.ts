import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { applyDelegations } from "./delegations.ts";

/** @internal */
export const delegationsQueue = scheduledQueue("delegations-apply");

const everyMinute = "* * * * *";

/** Begins and ends delegations on schedule. */
export const registerDelegations = async (services: Services): Promise<void> => {
  await runOnSchedule(services.jobs, delegationsQueue, everyMinute, () => applyDelegations(services));
};
