import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { endHoles } from "./end-holes.ts";

/** @internal */
export const holesQueue = scheduledQueue("commands-end-holes");

const everyHour = "17 * * * *";

/** Registers the background work of command execution. */
export const registerCommands = async (services: Services): Promise<void> => {
  await runOnSchedule(services.jobs, holesQueue, everyHour, () => endHoles(services));
};
