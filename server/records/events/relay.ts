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

/** Passes one page of events to their subscribers as jobs, in one transaction. @returns the number of events. */
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

/** Passes all waiting events on. Several nodes may do so at once: each event becomes its jobs exactly once. */
export const relayEvents = async (services: RelayServices, subscribers: readonly EventSubscriber[]): Promise<void> => {
  while ((await relayPage(services, subscribers)) === pageSize);
};

/** Finds events that were never passed on, because their node stopped right after a commit. */
export const relayQueue = scheduledQueue("events-relay");

/** Passes events on while this node runs. */
export interface EventRelay {
  /** To be called after a commit. */
  wake(): void;
  /** Passes on at once what waits. Resolves when no run is under way. */
  idle(): Promise<void>;
}

/**
 * The events of many commits are passed on together: a transaction with its jobs for each commit would cost more than the
 * commit itself. The delay hardly matters: mail and webhooks wait longer for the next poll of their queues.
 */
const pauseMillis = 250;

/**
 * Passes events on soon after commits, one run at a time, with a pause between runs. What a failed run leaves is found by
 * the next one.
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
      .catch((error: unknown) =>
        services.log.warn({ err: error }, "passing events on failed; they wait for the next run"),
      )
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
