import { sql } from "kysely";

import type { OrderId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { waitingSince, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";

import type { Database } from "#server/foundation/db/database.ts";
import { runIsolated } from "#server/foundation/jobs/run-isolated.ts";
import type { Services } from "#server/records/services.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

import type { MailReader } from "./mail-reader.ts";

/** An order in a reminder, with what its reader may see (A76). */
export interface RemindedOrder extends Pick<Order, "number" | "customer" | "totals"> {
  readonly since: Instant;
}

/** How many orders wait for one person, and the oldest of them, oldest first. */
export interface RemindedOrders {
  readonly count: number;
  readonly oldest: readonly RemindedOrder[];
}

interface Collected extends RemindedOrders {
  count: number;
  readonly oldest: RemindedOrder[];
}

const shownOrders = 10;

const pageSize = 200;

interface Row {
  readonly id: OrderId;
  readonly document: Order;
}

/** The pending orders of a network with a stage that names one of these people, page by page. */
async function* ordersAsking(db: Database, tenantId: string, people: readonly PersonId[]): AsyncGenerator<Row> {
  for (let after = ""; ;) {
    const { rows } = await sql<Row>`
      select id, document from orders
      where tenant_id = ${tenantId} and document ->> 'status' = 'pending' and id > ${after} and exists (
        select from jsonb_path_query(document, '$.flow.stages[*].candidates[*].personId') asked
        where asked #>> '{}' = any(${people}::text[]))
      order by id limit ${pageSize}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < pageSize || last === undefined) return;
    after = last.id;
  }
}

const collect = (collected: Collected, order: Order, { person }: MailReader): void => {
  const since = waitingSince(order);
  collected.count += 1;
  const later = collected.oldest.findIndex((other) => other.since > since);
  const place = later === -1 ? collected.oldest.length : later;
  if (place === shownOrders) return;
  const { number, customer, totals } = redactFor(order, person);
  collected.oldest.splice(place, 0, { number, customer, totals, since });
  collected.oldest.splice(shownOrders);
};

/** The orders that wait for each of these readers; those without any are left out. */
export const waitingOrdersOf = async (
  { db, log }: Services,
  tenantId: string,
  readers: ReadonlyMap<PersonId, MailReader>,
): Promise<ReadonlyMap<PersonId, RemindedOrders>> => {
  const waiting = new Map<PersonId, Collected>();
  for await (const { id, document: order } of ordersAsking(db, tenantId, [...readers.keys()]))
    await runIsolated(log, { about: { orderId: id }, failure: "an order could not be added to reminders" }, () => {
      const asked = new Set(order.flow.stages.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)));
      for (const personId of asked) {
        const reader = readers.get(personId);
        if (reader === undefined || !waitsFor(order, personId)) continue;
        const collected = waiting.get(personId) ?? { count: 0, oldest: [] };
        collect(collected, order, reader);
        waiting.set(personId, collected);
      }
    });
  return waiting;
};
