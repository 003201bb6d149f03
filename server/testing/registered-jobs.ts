import type { Services } from "#server/records/services.ts";

import { heldJobs } from "./held-jobs.ts";

/** The jobs that are registered, by name: when they are scheduled (in UTC), or else whether a failed one is `retried`. */
export const registeredJobs = async (
  services: Services,
  register: (services: Services) => Promise<void>,
): Promise<Readonly<Record<string, string>>> => {
  const registered: Record<string, string> = {};
  const jobs: Services["jobs"] = {
    ...heldJobs(services.clock),
    work: async ({ name, tries }) => {
      registered[name] = tries.retries > 0 ? "retried" : "once";
    },
    schedule: async ({ name }, cron) => {
      registered[name] = cron;
    },
  };
  await register({ ...services, jobs });
  return registered;
};
