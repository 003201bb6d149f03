import type { Clock } from "@countersign/shared/domain/instant.ts";

import type { JobHandler, JobQueue, Jobs, SendOptions } from "#server/foundation/jobs/jobs.ts";

interface HeldJob {
  readonly id: string;
  readonly queue: string;
  readonly payload: object;
  readonly startAfter: SendOptions["startAfter"];
}

/** Jobs that run only when a test asks for it. */
export interface HeldJobs extends Jobs {
  /** Does all jobs that are due at the clock's time, and those that they send, until none is left.
   * @returns false if there was nothing to do. @throws what a handler throws. */
  runDue(): Promise<boolean>;
  /** Does only the next job. */
  runNext(): Promise<void>;
  /** Sends an empty job, like the schedule. */
  tick(queue: JobQueue<Record<string, never>>): Promise<void>;
  /** The payloads that wait in a queue, due or not. */
  waiting<Payload extends object>(queue: JobQueue<Payload>): Payload[];
}

/** Jobs in memory: the same seam without pg-boss, whose behaviour `foundation/jobs/pg-boss-jobs.test.ts` tests. */
export const heldJobs = (clock: Clock): HeldJobs => {
  const held: HeldJob[] = [];
  const handlers = new Map<string, (job: HeldJob) => Promise<void>>();
  let sent = 0;

  const send = (queue: string, payload: object, startAfter?: SendOptions["startAfter"]): void => {
    sent += 1;
    held.push({ id: `job-${sent}`, queue, payload, startAfter });
  };
  const nextDue = (): HeldJob | undefined => {
    const now = clock.now();
    const index = held.findIndex(
      ({ queue, startAfter }) => handlers.has(queue) && (startAfter === undefined || startAfter <= now),
    );
    return index === -1 ? undefined : held.splice(index, 1)[0];
  };

  return {
    sendAll: async (queue, payloads, { startAfter } = {}) => {
      for (const payload of payloads) send(queue.name, queue.payload.parse(payload), startAfter);
    },
    work: async <Payload extends object>(queue: JobQueue<Payload>, handler: JobHandler<Payload>) => {
      handlers.set(queue.name, ({ payload, id }) => handler(queue.payload.parse(payload), { id }));
    },
    schedule: () => Promise.resolve(),
    isWorking: () => true,
    stop: () => Promise.resolve(),
    runDue: async () => {
      let hasRun = false;
      for (let job = nextDue(); job !== undefined; job = nextDue()) {
        hasRun = true;
        await handlers.get(job.queue)?.(job);
      }
      return hasRun;
    },
    runNext: async () => {
      const job = nextDue();
      if (job !== undefined) await handlers.get(job.queue)?.(job);
    },
    tick: async ({ name }) => send(name, {}),
    waiting: (queue) =>
      held.filter((job) => job.queue === queue.name).map(({ payload }) => queue.payload.parse(payload)),
  };
};
