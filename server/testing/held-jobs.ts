import type { Clock } from "@countersign/shared/domain/instant.ts";

import type { JobHandler, JobQueue, Jobs, SendOptions } from "#server/foundation/jobs/jobs.ts";

interface HeldJob {
  readonly id: string;
  readonly queue: string;
  readonly payload: object;
  readonly startAfter: SendOptions["startAfter"];
}

/** Jobs that a test runs when it wants them done. */
export interface HeldJobs extends Jobs {
  /** Does everything that is due at the clock's time, and what that sends, until nothing is left. @throws what a handler throws.
   * @returns false when there was nothing to do. */
  runDue(): Promise<boolean>;
  /** Does the next job alone. */
  runNext(): Promise<void>;
  /** Sends an empty job, as the schedule would. */
  tick(queue: JobQueue<Record<string, never>>): Promise<void>;
  /** The payloads that wait in a queue, due or not. */
  waiting<Payload extends object>(queue: JobQueue<Payload>): Payload[];
}

/** Keeps jobs in memory: the same seam without pg-boss, whose own behaviour `foundation/jobs/pg-boss-jobs.test.ts` shows. */
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
