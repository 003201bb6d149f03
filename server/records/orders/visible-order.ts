import type { HistoryEntry } from "@countersign/shared/domain/history.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import type { Database } from "#server/foundation/db/database.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { entryFor } from "#server/records/visibility/recorded-entry.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

/**
 * The order as the person may read it (A76).
 * @throws HttpProblem 404 for one that is not in their scope, as for one that does not exist.
 */
export const visibleOrder = async (db: Database, { person }: Actor, id: OrderId): Promise<Order> => {
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
  if (row === undefined) throw new HttpProblem(404, "not-found");
  // By where the person belongs at the moment of the reading, not when the request came.
  return redactFor(row.document, { id: person.id, organisationId: row.organisation_id });
};

/** The order's lines in the authorization history, as the server took them. @throws HttpProblem as {@link visibleOrder}. */
export const historyOf = async (db: Database, actor: Actor, id: OrderId): Promise<HistoryEntry[]> => {
  await visibleOrder(db, actor, id);
  const rows = await db.selectFrom("history").select("document").where("order_id", "=", id).execute();
  return rows
    .map(({ document }) => entryFor(document, actor.person))
    .toSorted((left, right) => (left.receivedAt < right.receivedAt ? -1 : 1));
};
