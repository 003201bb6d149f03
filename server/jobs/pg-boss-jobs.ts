import { fromKysely, PgBoss } from "pg-boss";

import type { Log } from "#server/log.ts";

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

/** While there are jobs, the next is taken at once; then the queue is looked at each second. */
const workOptions = { batchSize: 1, pollingIntervalSeconds: 1, burstWhenBatchFull: true } as const;

const parallelOptions = ({ parallel }: Pick<JobQueue<object>, "parallel">) =>
  parallel === undefined ? {} : { localConcurrency: parallel.atOnce, localGroupConcurrency: parallel.ofOneGroup };

/**
 * Jobs in the same PostgreSQL, in pg-boss's own schema, which it migrates itself.
 * @throws Error when the database cannot be reached.
 */
export const startPgBossJobs = async (databaseUrl: string, log: Log): Promise<Jobs> => {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: connections,
    application_name: "countersign-jobs",
    // Its own bookkeeping need not wait for the disk: after a power cut a job that was done is done once more, which
    // every handler allows for. Jobs that belong to a change are sent in the change's transaction, which does wait.
    options: "-c synchronous_commit=off",
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
      await boss.work(queue.name, { ...workOptions, ...parallelOptions(queue) }, async ([job]) => {
        if (job === undefined) return;
        await handler(queue.payload.parse(job.data), { id: job.id });
      });
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
