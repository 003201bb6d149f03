import type { Services } from "#server/api/services.ts";
import { scheduledQueue, runOnSchedule } from "#server/jobs/scheduled-queue.ts";

import { endHoles } from "./end-holes.ts";

/** @internal */
export const holesQueue = scheduledQueue("commands-end-holes");

const everyHour = "17 * * * *";

/** What the execution of commands does in the background. */
export const registerCommands = async (services: Services): Promise<void> => {
  await runOnSchedule(services.jobs, holesQueue, everyHour, () => endHoles(services));
};
