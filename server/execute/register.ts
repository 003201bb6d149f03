import { z } from "zod";

import type { Services } from "#server/api/services.ts";
import type { JobQueue } from "#server/jobs/jobs.ts";

import { endHoles } from "./end-holes.ts";

/** @internal */
export const holesQueue: JobQueue<Record<string, never>> = {
  name: "execute-end-holes",
  payload: z.strictObject({}),
  tries: { retries: 0 },
};

const everyHour = "17 * * * *";

/** What the execution of commands does in the background. */
export const registerExecution = async (services: Services): Promise<void> => {
  await services.jobs.work(holesQueue, () => endHoles(services));
  await services.jobs.schedule(holesQueue, everyHour);
};
