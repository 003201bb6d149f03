import type { Job, JobResult } from "pg-boss";
import { fromKysely, PgBoss } from "pg-boss";

import type { DatabaseTimeouts } from "#server/foundation/db/timeouts.ts";
import { jobTimeouts, timeoutSettings } from "#server/foundation/db/timeouts.ts";
import type { Log } from "#server/foundation/log/log.ts";

import type { JobQueue, Jobs } from "./jobs.ts";

/** How long a stop waits for jobs under way, in milliseconds. Unfinished ones are done again by another node. */
const stopGraceMillis = 5_000;

/** As many connections as pg-boss uses at the same time; the API has its own pool. */
const connections = 4;

type QueueIdentity = Omit<JobQueue<object>, "payload">;

const queueOptions = ({ tries: { retries, pauseSeconds, longestPauseSeconds } }: QueueIdentity) => ({
  retryLimit: retries,
  ...(pauseSeconds === undefined ? {} : { retryDelay: pauseSeconds, retryBackoff: true }),
  ...(longestPauseSeconds === undefined ? {} : { retryDelayMax: longestPauseSeconds }),
});

/**
 * While there are jobs, the next are fetched at once; an empty queue is polled each second. Several are fetched together:
 * it costs less, and with a batch size of one pg-boss would do only one job a second.
 */
const workOptions = {
  batchSize: 10,
  pollingIntervalSeconds: 1,
  burstWhenBatchFull: true,
  perJobResults: true,
} as const;

/** Each worker of a parallel queue fetches one: the jobs of a batch would wait for each other. */
const parallelOptions = ({ parallel }: Pick<JobQueue<object>, "parallel">) =>
  parallel === undefined
    ? {}
    : { batchSize: 1, localConcurrency: parallel.atOnce, localGroupConcurrency: parallel.ofOneGroup };

/** A job that will be retried is a warning; one without tries left is an error: it will not be done. */
const logFailure = (log: Log, { name, tries }: QueueIdentity, { id, retryCount }: Job, error: unknown): void => {
  const facts = { err: error, job: name, jobId: id, attempt: retryCount + 1 };
  if (retryCount < tries.retries) log.warn(facts, "a job failed and will be retried");
  else log.error(facts, "a job failed for the last time");
};

/** Does the jobs of a batch one after the other. One that fails is retried alone. */
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

/** Migrates pg-boss's own schema, however long that takes; several nodes may try at once. */
export const migrateJobs = async (databaseUrl: string, log: Log): Promise<void> => {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 1, schedule: false, supervise: false });
  boss.on("error", (error) => log.warn({ err: error }, "the jobs had a problem"));
  await boss.start();
  await boss.stop({ graceful: false });
};

/** A queue must exist before a job is sent; several nodes may create it at once. */
const obtainingQueues = (boss: PgBoss): ((queue: QueueIdentity) => Promise<void>) => {
  const known = new Map<string, Promise<void>>();
  return (queue) => {
    const obtained = known.get(queue.name) ?? boss.createQueue(queue.name, queueOptions(queue));
    known.set(queue.name, obtained);
    return obtained;
  };
};

/**
 * Jobs in the same PostgreSQL, in pg-boss's own schema.
 * @throws Error if the database cannot be reached.
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
    // pg-boss's bookkeeping need not wait for the disk: after a power cut a finished job is done again, which every
    // handler allows for. Jobs that belong to a change are sent in the change's transaction, which does wait.
    options: "-c synchronous_commit=off",
    ...timeoutSettings(timeouts),
  });
  boss.on("error", (error) => log.warn({ err: error }, "the jobs had a problem"));
  await boss.start();
  let isWorking = true;
  boss.on("stopped", () => (isWorking = false));

  const obtain = obtainingQueues(boss);
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
