import { sql } from "kysely";

import type { OrderId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";

import type { Tx } from "#server/db/database.ts";

import type { OrderEvent, StoredEvent } from "./order-event.ts";
import { storedEventSchema } from "./order-event.ts";

/** Where and when events happened. */
export interface Occasion {
  readonly tenantId: string;
  readonly orderId: OrderId;
  readonly at: Instant;
}

/** Keeps the events in the transaction that caused them, so that none is lost and none is told of what did not happen. */
export const recordEvents = async (
  tx: Tx,
  { tenantId, orderId, at }: Occasion,
  events: readonly OrderEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  await tx
    .insertInto("order_events")
    .values(events.map((event) => ({ tenant_id: tenantId, order_id: orderId, at, event: JSON.stringify(event) })))
    .execute();
};

/** Takes the oldest events that were not handed on yet; other nodes leave them alone until this transaction ends. */
export const takeEvents = async (tx: Tx, limit: number): Promise<StoredEvent[]> => {
  const rows = await tx
    .selectFrom("order_events")
    .select(["id", "tenant_id", "order_id", "at", "event"])
    .where("is_handed_on", "=", false)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  const events = rows.map(({ id, tenant_id: tenantId, order_id: orderId, at, event }) =>
    storedEventSchema.parse({ id, tenantId, orderId, at, event }),
  );
  const ids = events.map(({ id }) => id);
  await sql`update order_events set is_handed_on = true where id = any(${ids}::bigint[])`.execute(tx);
  return events;
};
