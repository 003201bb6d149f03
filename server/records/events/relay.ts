import type { Database } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Jobs } from "#server/foundation/jobs/jobs.ts";
import { scheduledQueue } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Log } from "#server/foundation/log/log.ts";

import { takeEvents } from "./event-store.ts";
import type { EventSubscriber } from "./subscriber.ts";

const pageSize = 200;

interface RelayServices {
  readonly db: Database;
  readonly jobs: Jobs;
}

/** Hands one page of events to their subscribers as jobs, in one transaction. @returns how many events there were. */
const relayPage = ({ db, jobs }: RelayServices, subscribers: readonly EventSubscriber[]): Promise<number> =>
  inTransaction(db, async (tx) => {
    const events = await takeEvents(tx, pageSize);
    for (const subscriber of subscribers) {
      const wanted = events.filter(({ event }) => subscriber.wants(event));
      if (wanted.length === 0) continue;
      const heard = (await subscriber.heard?.(tx, wanted)) ?? wanted;
      if (heard.length > 0) await jobs.sendAll(subscriber.queue, heard, { tx });
    }
    return events.length;
  });

/** Hands all waiting events on. Several nodes may do so at once: each event becomes its jobs exactly once. */
export const relayEvents = async (services: RelayServices, subscribers: readonly EventSubscriber[]): Promise<void> => {
  while ((await relayPage(services, subscribers)) === pageSize);
};

/** Looks for events that no node handed on: one that stopped right after a commit. */
export const relayQueue = scheduledQueue("events-relay");

/** Hands events on while this node runs. */
export interface EventRelay {
  /** Something was committed. */
  wake(): void;
  /** Hands on what waits, at once. Resolves when no run is under way. */
  idle(): Promise<void>;
}

/**
 * The events of many commits are handed on together: a transaction and its jobs for each commit would cost more than the
 * commit. Mail and webhooks wait longer than that for the next look at their queues.
 */
const pauseMillis = 250;

/**
 * After a commit: hands events on soon, one run at a time, each some time after the one before. What fails here is found
 * by the next run.
 */
export const relayAfterCommits = (
  services: RelayServices & { readonly log: Log },
  subscribers: readonly EventSubscriber[],
): EventRelay => {
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isWanted = false;

  const run = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isWanted = false;
    running = relayEvents(services, subscribers)
      .catch((error: unknown) => services.log.warn({ err: error }, "events wait for the next run of the relay"))
      .finally(() => {
        running = undefined;
        if (isWanted) runSoon();
      });
  };
  const runSoon = (): void => {
    timer ??= setTimeout(run, pauseMillis);
  };

  return {
    wake: () => {
      isWanted = true;
      if (running === undefined) runSoon();
    },
    idle: async () => {
      while (running !== undefined || isWanted) {
        if (running === undefined) run();
        await running;
      }
    },
  };
};
