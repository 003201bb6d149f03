import type { ExpressionBuilder } from "kysely";
import { sql } from "kysely";

import type { SalesOrder, SalesOrderQuery, SalesOrderPage } from "@countersign/shared/contract/api/erp.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Schema } from "#server/foundation/db/schema.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { Actor } from "#server/records/sessions/session.ts";

import { mayUseErp } from "./may-use-erp.ts";
import { salesOrderFor } from "./sales-order.ts";
const soldBy =
  ({ person: { organisationId } }: Actor) =>
  (order: ExpressionBuilder<Schema, "orders">) =>
    order.or([
      sql<boolean>`document #>> '{distributor,organisationId}' = ${organisationId}`,
      sql<boolean>`document #>> '{reseller,organisationId}' = ${organisationId}`,
    ]);

const inErp = (erpStatus: SalesOrderQuery["erpStatus"]) =>
  erpStatus === undefined
    ? sql<boolean>`document ->> 'erpStatus' <> 'absent'`
    : sql<boolean>`document ->> 'erpStatus' = ${erpStatus}`;

/**
 * The general list of sales orders: what was approved or needs no approval (S64). Orders that wait, were declined, or
 * were approved and taken back are not in it (S61, S62, S65, S66).
 * @throws HttpProblem 403 for whoever is not of a seller.
 */
export const readSalesOrders = async (
  db: Database,
  actor: Actor,
  { after, limit, erpStatus }: SalesOrderQuery,
): Promise<SalesOrderPage> => {
  if (!(await mayUseErp(db, actor))) throw new HttpProblem(403, "not-allowed");
  let query = db
    .selectFrom("orders")
    .select("document")
    .where("tenant_id", "=", actor.tenantId)
    .where(soldBy(actor))
    .where(inErp(erpStatus))
    .orderBy("id")
    .limit(limit + 1);
  if (after !== undefined) query = query.where("id", ">", after);
  const rows = await query.execute();
  const orders = rows.slice(0, limit).map(({ document }) => salesOrderFor(document, actor.person));
  const last = orders.at(-1);
  return { orders, ...(rows.length > limit && last !== undefined ? { next: last.id } : {}) };
};

/**
 * One order with its authorization, also while it waits or after it was declined: what an ERP that made its own sales
 * order asks before it posts it (S50, S63).
 * @throws HttpProblem 403 for whoever is not of a seller, 404 for an order of other sellers.
 */
export const readSalesOrder = async (db: Database, actor: Actor, id: OrderId): Promise<SalesOrder> => {
  if (!(await mayUseErp(db, actor))) throw new HttpProblem(403, "not-allowed");
  const row = await db
    .selectFrom("orders")
    .select("document")
    .where("id", "=", id)
    .where("tenant_id", "=", actor.tenantId)
    .where(soldBy(actor))
    .executeTakeFirst();
  if (row === undefined) throw new HttpProblem(404, "not-found");
  return salesOrderFor(row.document, actor.person);
};
