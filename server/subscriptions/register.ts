import type { Services } from "#server/api/services.ts";
import { clockwork, runAt } from "#server/jobs/clockwork.ts";

import { renewDue } from "./renew.ts";

/** @internal */
export const renewalsQueue = clockwork("subscription-renewals");

const everyMinute = "* * * * *";

/** What subscriptions do by themselves, and when. */
export const registerSubscriptions = (services: Services): Promise<void> =>
  runAt(services.jobs, renewalsQueue, everyMinute, () => renewDue(services));
