import type { Services } from "#server/api/services.ts";
import { clockwork, runAt } from "#server/jobs/clockwork.ts";

import { escalateOverdue } from "./escalations.ts";

/** @internal */
export const escalationsQueue = clockwork("life-escalations");

const everyQuarterHour = "*/15 * * * *";

/** Looks for stages that nobody has decided in time. */
export const registerEscalations = async (services: Services): Promise<void> => {
  await runAt(services.jobs, escalationsQueue, everyQuarterHour, () => escalateOverdue(services));
};
