import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { entryFor } from "#server/records/visibility/recorded-entry.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

/** The order as the person may read it (A76). One that they may not see is not found. */
export const visibleOrder = async (
  db: Database,
  { person }: Actor,
  id: OrderId,
): Promise<Result<Order, RequestRefusal>> => {
  const row = await db
    .selectFrom("change_log")
    .innerJoin("orders", "orders.id", "change_log.document_id")
    .innerJoin("people", "people.id", "change_log.person_id")
    .select(["orders.document", "people.organisation_id"])
    .where("change_log.collection", "=", "orders")
    .where("change_log.document_id", "=", id)
    .where("change_log.person_id", "=", person.id)
    .where("change_log.is_deleted", "=", false)
    .executeTakeFirst();
  if (row === undefined) return refuse("not-found");
  // By the person's organisation at the time of reading, not when the request arrived.
  return ok(redactFor(row.document, { id: person.id, organisationId: row.organisation_id }));
};

/** The order's authorization history, as the server received it, for a person who may see the order. */
export const historyOf = async (
  db: Database,
  actor: Actor,
  id: OrderId,
): Promise<Result<HistoryEntry[], RequestRefusal>> => {
  const order = await visibleOrder(db, actor, id);
  if (!order.ok) return order;
  const rows = await db.selectFrom("history").select("document").where("order_id", "=", id).execute();
  const entries = rows.map(({ document }) => entryFor(document, actor.person));
  return ok(entries.toSorted((left, right) => (left.receivedAt < right.receivedAt ? -1 : 1)));
};
