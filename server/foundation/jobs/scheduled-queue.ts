import { z } from "zod";

import type { JobQueue, Jobs } from "./jobs.ts";

/** Work that is only started by a schedule. A failed run is made up for by the next. */
export type ScheduledQueue = JobQueue<Record<string, never>>;

export const scheduledQueue = (name: string): ScheduledQueue => ({
  name,
  payload: z.strictObject({}),
  tries: { retries: 0 },
});

/** Does the work at each time of the cron expression (in UTC), on one of the nodes. */
export const runOnSchedule = async (
  jobs: Jobs,
  queue: ScheduledQueue,
  cron: string,
  work: () => Promise<void>,
): Promise<void> => {
  await jobs.work(queue, work);
  await jobs.schedule(queue, cron);
};
