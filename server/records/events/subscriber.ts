import type { Tx } from "#server/foundation/db/database.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";

import type { OrderEvent, StoredEvent } from "./order-event.ts";

/** Somebody who does something about events: each event that is wanted becomes a job of its own, with its own tries. */
export interface EventSubscriber {
  readonly queue: JobQueue<StoredEvent>;
  wants(event: OrderEvent): boolean;
  /** The events of tenants in which anybody is there to hear of them: the others become no jobs. Missing: all of them. */
  heard?(tx: Tx, events: readonly StoredEvent[]): Promise<readonly StoredEvent[]>;
}
