import type { Services } from "#server/api/services.ts";
import { clockwork, runAt } from "#server/jobs/clockwork.ts";

import { keepDelegations } from "./delegations.ts";

/** @internal */
export const delegationsQueue = clockwork("life-delegations");

const everyMinute = "* * * * *";

/** Lets substitutes in and takes them out as their time comes. */
export const registerDelegations = async (services: Services): Promise<void> => {
  await runAt(services.jobs, delegationsQueue, everyMinute, () => keepDelegations(services));
};
