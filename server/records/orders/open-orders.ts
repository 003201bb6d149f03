import { sql } from "kysely";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { runIsolated } from "#server/foundation/jobs/run-isolated.ts";
import type { Log } from "#server/foundation/log/log.ts";
import type { WriteServices, WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";

import type { OrderFollower } from "./order-follower.ts";
import { lockOrder, peopleAround } from "./order-store.ts";
import { writeOrder } from "./write-order.ts";

const pageSize = 500;

/** An order that waits for decisions, and its network. */
export interface OpenOrder {
  readonly id: OrderId;
  readonly tenantId: string;
}

/** The pending orders whose document contains this, page by page: a candidate, a rule. */
export async function* pendingOrders(db: Database, contains: object): AsyncGenerator<OpenOrder> {
  for (let after = ""; ;) {
    const { rows } = await sql<OpenOrder>`
      select id, tenant_id as "tenantId" from orders
      where document ->> 'status' = 'pending' and id > ${after} and document @> ${JSON.stringify(contains)}::jsonb
      order by id limit ${pageSize}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < pageSize || last === undefined) return;
    after = last.id;
  }
}

/** Whether two revisions ask the same people in the same way. */
const asksTheSame = (before: Order, after: Order): boolean =>
  JSON.stringify(before.flow.stages) === JSON.stringify(after.flow.stages);

interface ChangeServices extends WriteServices {
  readonly followers: OrderFollower;
  readonly clock: Clock;
  readonly log: Log;
}

type Change = (order: Order, tx: Tx) => Order | Promise<Order>;

const unchanged: WrittenChanges<void> = { answer: undefined, changes: [] };

const changeOpenOrder = (services: ChangeServices, { id, tenantId }: OpenOrder, change: Change): Promise<void> =>
  writeChanges(services, tenantId, async (tx) => {
    const before = await lockOrder(tx, tenantId, id);
    if (before?.status !== "pending") return unchanged;
    const after = await change(before, tx);
    if (asksTheSame(before, after)) return unchanged;
    const people = await peopleAround(tx, after);
    const occasion = { tenantId, before, after, people, at: services.clock.now() };
    const changed = await writeOrder(tx, services.followers, occasion);
    if (!changed.ok) throw new Error(`The people whom an order asks cannot be changed: ${changed.error.code}`);
    // Whoever gains or loses the order also gains or loses its history.
    const history = await tx.selectFrom("history").select("id").where("order_id", "=", id).execute();
    const entries = history.map((entry) => ({
      ...changed.value,
      collection: "history" as const,
      documentId: entry.id,
    }));
    return { answer: undefined, changes: [changed.value, ...entries] };
  });

/**
 * Changes an open order in its own transaction, so that transactions stay small and no order blocks another. Writes
 * nothing if nothing changes. @returns whether it succeeded; a failure is logged.
 */
export const tryChangeOpenOrder = (services: ChangeServices, order: OpenOrder, change: Change): Promise<boolean> =>
  runIsolated(services.log, { about: { orderId: order.id }, failure: "an open order could not be changed" }, () =>
    changeOpenOrder(services, order, change),
  );
