import type { JobHandler, JobQueue, Jobs } from "./jobs.ts";
import type { RequestTraffic } from "./request-traffic.ts";

/** The same jobs; each yields to the requests that people wait for. */
export const yieldingJobs = (jobs: Jobs, traffic: Pick<RequestTraffic, "untilIdle">): Jobs => ({
  sendAll: (queue, payloads, options) => jobs.sendAll(queue, payloads, options),
  schedule: (queue, cron) => jobs.schedule(queue, cron),
  isWorking: () => jobs.isWorking(),
  stop: () => jobs.stop(),
  work: <Payload extends object>(queue: JobQueue<Payload>, handler: JobHandler<Payload>) =>
    jobs.work(queue, async (payload, job) => {
      await traffic.untilIdle();
      await handler(payload, job);
    }),
});
