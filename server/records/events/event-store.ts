import type { CompiledQuery, Generated, GeneratedAlways } from "kysely";
import { sql } from "kysely";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

import type { OrderEvent, StoredEvent } from "./order-event.ts";
import { storedEventSchema } from "./order-event.ts";

/** Order events, in the sequence in which they were written. */
interface OrderEventTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  order_id: OrderId;
  at: Instant;
  event: Document<OrderEvent>;
  /** Whether the jobs for its subscribers exist. */
  is_relayed: Generated<boolean>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    order_events: OrderEventTable;
  }
}

/** Where and when events happened. */
export interface Occasion {
  readonly tenantId: string;
  readonly orderId: OrderId;
  readonly at: Instant;
}

/** What happened on one occasion, in order. */
export interface Happening extends Occasion {
  readonly events: readonly OrderEvent[];
}

/** Stores events in the transaction that caused them, so that none is lost and none reports what did not happen. */
export const eventsRecorded = (tx: Tx, happenings: readonly Happening[]): CompiledQuery => {
  const rows = happenings.flatMap(({ events, ...occasion }) => events.map((event) => ({ ...occasion, event })));
  return sql`
    insert into order_events (tenant_id, order_id, at, event)
    select tenant_id, order_id, at, event
    from unnest(
      ${rows.map(({ tenantId }) => tenantId)}::text[],
      ${rows.map(({ orderId }) => orderId)}::text[],
      ${rows.map(({ at }) => at)}::text[],
      ${rows.map(({ event }) => JSON.stringify(event))}::jsonb[]
    ) with ordinality as row (tenant_id, order_id, at, event, place)
    order by place`.compile(tx);
};

/** Executes the same, for one occasion. */
export const recordEvents = async (tx: Tx, occasion: Occasion, events: readonly OrderEvent[]): Promise<void> => {
  if (events.length > 0) await tx.executeQuery(eventsRecorded(tx, [{ ...occasion, events }]));
};

/** Takes the oldest events not yet passed on; other nodes skip them until this transaction ends. */
export const takeEvents = async (tx: Tx, limit: number): Promise<StoredEvent[]> => {
  const rows = await tx
    .selectFrom("order_events")
    .select(["id", "tenant_id", "order_id", "at", "event"])
    .where("is_relayed", "=", false)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  const events = rows.map(({ id, tenant_id: tenantId, order_id: orderId, at, event }) =>
    storedEventSchema.parse({ id, tenantId, orderId, at, event }),
  );
  const ids = events.map(({ id }) => id);
  await sql`update order_events set is_relayed = true where id = any(${ids}::bigint[])`.execute(tx);
  return events;
};
