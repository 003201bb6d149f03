import type { Services } from "#server/api/services.ts";
import { clockwork, runAt } from "#server/jobs/clockwork.ts";

import { endHoles } from "./end-holes.ts";

/** @internal */
export const holesQueue = clockwork("execute-end-holes");

const everyHour = "17 * * * *";

/** What the execution of commands does in the background. */
export const registerExecution = async (services: Services): Promise<void> => {
  await runAt(services.jobs, holesQueue, everyHour, () => endHoles(services));
};
