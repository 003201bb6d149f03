import type { Job, JobResult } from "pg-boss";
import { fromKysely, PgBoss } from "pg-boss";

import type { DatabaseTimeouts } from "#server/foundation/db/timeouts.ts";
import { jobTimeouts, timeoutSettings } from "#server/foundation/db/timeouts.ts";
import type { Log } from "#server/foundation/log/log.ts";

import type { JobQueue, Jobs } from "./jobs.ts";

/** How long a stop waits for jobs under way, in milliseconds. What is not done then is done again by another node. */
const stopGraceMillis = 5_000;

/** One connection for each thing that pg-boss does at the same time; the API has its own pool. */
const connections = 4;

type QueueIdentity = Omit<JobQueue<object>, "payload">;

const queueOptions = ({ tries: { retries, pauseSeconds, longestPauseSeconds } }: QueueIdentity) => ({
  retryLimit: retries,
  ...(pauseSeconds === undefined ? {} : { retryDelay: pauseSeconds, retryBackoff: true }),
  ...(longestPauseSeconds === undefined ? {} : { retryDelayMax: longestPauseSeconds }),
});

/**
 * While there are jobs, the next are taken at once; then the queue is looked at each second. Several are taken together,
 * which costs less, and pg-boss does not hurry for a batch of one: that would be one job a second.
 */
const workOptions = {
  batchSize: 10,
  pollingIntervalSeconds: 1,
  burstWhenBatchFull: true,
  perJobResults: true,
} as const;

/** Each worker of a parallel queue takes one: jobs of one batch would wait for each other. */
const parallelOptions = ({ parallel }: Pick<JobQueue<object>, "parallel">) =>
  parallel === undefined
    ? {}
    : { batchSize: 1, localConcurrency: parallel.atOnce, localGroupConcurrency: parallel.ofOneGroup };

/** A job that is tried again is a warning; one that has used up its tries is an error: nobody does it any more. */
const logFailure = (log: Log, { name, tries }: QueueIdentity, { id, retryCount }: Job, error: unknown): void => {
  const facts = { err: error, job: name, jobId: id, attempt: retryCount + 1 };
  if (retryCount < tries.retries) log.warn(facts, "a job failed and is tried again");
  else log.error(facts, "a job failed for the last time");
};

/** Does the jobs of a batch one after the other. One that fails is tried again by itself. */
const doEach = async (
  jobs: readonly Job[],
  handle: (job: Job) => Promise<void>,
  report: (job: Job, error: unknown) => void,
): Promise<JobResult[]> => {
  const results: JobResult[] = [];
  for (const job of jobs)
    try {
      await handle(job);
      results.push({ id: job.id, status: "completed" });
    } catch (error) {
      report(job, error);
      const output =
        error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
      results.push({ id: job.id, status: "failed", output });
    }
  return results;
};

/** Brings pg-boss's own schema to its version, however long that takes; several nodes may try at once. */
export const migrateJobs = async (databaseUrl: string, log: Log): Promise<void> => {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 1, schedule: false, supervise: false });
  boss.on("error", (error) => log.warn({ err: error }, "the jobs had a problem"));
  await boss.start();
  await boss.stop({ graceful: false });
};

/**
 * Jobs in the same PostgreSQL, in pg-boss's own schema, which it migrates itself.
 * @throws Error when the database cannot be reached.
 */
export const startPgBossJobs = async (
  databaseUrl: string,
  log: Log,
  timeouts: DatabaseTimeouts = jobTimeouts,
): Promise<Jobs> => {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: connections,
    application_name: "countersign-jobs",
    // Its own bookkeeping need not wait for the disk: after a power cut a job that was done is done once more, which
    // every handler allows for. Jobs that belong to a change are sent in the change's transaction, which does wait.
    options: "-c synchronous_commit=off",
    ...timeoutSettings(timeouts),
  });
  boss.on("error", (error) => log.warn({ err: error }, "the jobs had a problem"));
  await boss.start();
  let isWorking = true;
  boss.on("stopped", () => (isWorking = false));

  const known = new Map<string, Promise<void>>();
  /** The queue must exist before a job is sent; several nodes may make it at once. */
  const obtain = (queue: QueueIdentity): Promise<void> => {
    const obtained = known.get(queue.name) ?? boss.createQueue(queue.name, queueOptions(queue));
    known.set(queue.name, obtained);
    return obtained;
  };

  return {
    sendAll: async (queue, payloads, { tx, startAfter } = {}) => {
      await obtain(queue);
      const jobs = payloads.map((data) => ({
        data,
        ...(startAfter === undefined ? {} : { startAfter }),
        ...(queue.parallel === undefined ? {} : { group: { id: queue.parallel.groupOf(data) } }),
      }));
      await boss.insert(queue.name, jobs, tx === undefined ? {} : { db: fromKysely(tx) });
    },

    work: async (queue, handler) => {
      await obtain(queue);
      await boss.work(queue.name, { ...workOptions, ...parallelOptions(queue) }, (batch: readonly Job[]) =>
        doEach(
          batch,
          ({ id, data }) => handler(queue.payload.parse(data), { id }),
          (job, error) => logFailure(log, queue, job, error),
        ),
      );
    },

    schedule: async (queue, cron) => {
      await obtain(queue);
      await boss.schedule(queue.name, cron, {}, { tz: "UTC" });
    },

    isWorking: () => isWorking,

    stop: () => {
      isWorking = false;
      return boss.stop({ graceful: true, timeout: stopGraceMillis });
    },
  };
};
