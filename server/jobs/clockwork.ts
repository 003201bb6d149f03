import { z } from "zod";

import type { JobQueue, Jobs } from "./jobs.ts";

/** Work that the time of day starts and nothing else. What fails is done at the next time. */
export type Clockwork = JobQueue<Record<string, never>>;

export const clockwork = (name: string): Clockwork => ({ name, payload: z.strictObject({}), tries: { retries: 0 } });

/** Does the work at each time of the cron expression (in UTC), on one node of all. */
export const runAt = async (jobs: Jobs, queue: Clockwork, cron: string, work: () => Promise<void>): Promise<void> => {
  await jobs.work(queue, work);
  await jobs.schedule(queue, cron);
};
