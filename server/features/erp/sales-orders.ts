import type { ExpressionBuilder } from "kysely";
import { sql } from "kysely";

import type { SalesOrder, SalesOrderQuery, SalesOrderPage } from "@countersign/shared/contract/api/erp.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Schema } from "#server/foundation/db/schema.ts";
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
 */
export const readSalesOrders = async (
  db: Database,
  actor: Actor,
  { after, limit, erpStatus }: SalesOrderQuery,
): Promise<Result<SalesOrderPage, RequestRefusal>> => {
  if (!(await mayUseErp(db, actor))) return refuse("not-allowed");
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
  return ok({ orders, ...(rows.length > limit && last !== undefined ? { next: last.id } : {}) });
};

/**
 * One order with its authorization, even while it waits or after it was declined: an ERP with a sales order of its own
 * checks this before it posts (S50, S63). An order of other sellers is not found.
 */
export const readSalesOrder = async (
  db: Database,
  actor: Actor,
  id: OrderId,
): Promise<Result<SalesOrder, RequestRefusal>> => {
  if (!(await mayUseErp(db, actor))) return refuse("not-allowed");
  const row = await db
    .selectFrom("orders")
    .select("document")
    .where("id", "=", id)
    .where("tenant_id", "=", actor.tenantId)
    .where(soldBy(actor))
    .executeTakeFirst();
  return row === undefined ? refuse("not-found") : ok(salesOrderFor(row.document, actor.person));
};
