import type { JobHandler, JobQueue, Jobs } from "#server/foundation/jobs/jobs.ts";
import { logAbout } from "#server/foundation/log/log.ts";

import type { Metrics } from "./metrics.ts";

/** The same jobs; each run is timed and named in its log lines. */
export const measuredJobs = (jobs: Jobs, { jobRuns }: Metrics): Jobs => ({
  sendAll: (queue, payloads, options) => jobs.sendAll(queue, payloads, options),
  schedule: (queue, cron) => jobs.schedule(queue, cron),
  isWorking: () => jobs.isWorking(),
  stop: () => jobs.stop(),
  work: <Payload extends object>(queue: JobQueue<Payload>, handler: JobHandler<Payload>) =>
    jobs.work(queue, (payload, job) =>
      logAbout({ job: queue.name, jobId: job.id }, async () => {
        const end = jobRuns.startTimer({ queue: queue.name });
        try {
          await handler(payload, job);
          end({ outcome: "done" });
        } catch (error) {
          end({ outcome: "failed" });
          throw error;
        }
      }),
    ),
});
