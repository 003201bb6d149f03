import type { Tx } from "#server/foundation/db/database.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";

import type { OrderEvent, StoredEvent } from "./order-event.ts";

/** Code that acts on events: each wanted event becomes a separate job, with its own tries. */
export interface EventSubscriber {
  readonly queue: JobQueue<StoredEvent>;
  wants(event: OrderEvent): boolean;
  /** Filters out events that would reach nobody in their tenant, so that they become no jobs. If missing, all are kept. */
  heard?(tx: Tx, events: readonly StoredEvent[]): Promise<readonly StoredEvent[]>;
}
