import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { escalateOverdue } from "./escalations.ts";

/** @internal */
export const escalationsQueue = scheduledQueue("escalations-apply");

const everyQuarterHour = "*/15 * * * *";

/** Looks for overdue stages on schedule. */
export const registerEscalations = async (services: Services): Promise<void> => {
  await runOnSchedule(services.jobs, escalationsQueue, everyQuarterHour, () => escalateOverdue(services));
};
