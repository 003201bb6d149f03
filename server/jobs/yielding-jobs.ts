import type { JobHandler, JobQueue, Jobs } from "./jobs.ts";
import type { Traffic } from "./traffic.ts";

/** The same jobs; each stands back behind the requests that people wait for. */
export const yieldingJobs = (jobs: Jobs, traffic: Pick<Traffic, "lull">): Jobs => ({
  sendAll: (queue, payloads, options) => jobs.sendAll(queue, payloads, options),
  schedule: (queue, cron) => jobs.schedule(queue, cron),
  isWorking: () => jobs.isWorking(),
  stop: () => jobs.stop(),
  work: <Payload extends object>(queue: JobQueue<Payload>, handler: JobHandler<Payload>) =>
    jobs.work(queue, async (payload, job) => {
      await traffic.lull();
      await handler(payload, job);
    }),
});
