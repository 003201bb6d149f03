import type { JobQueue } from "#server/jobs/jobs.ts";

import type { OrderEvent, StoredEvent } from "./order-event.ts";

/** Somebody who does something about events: each event that is wanted becomes a job of its own, with its own tries. */
export interface EventSubscriber {
  readonly queue: JobQueue<StoredEvent>;
  wants(event: OrderEvent): boolean;
}
