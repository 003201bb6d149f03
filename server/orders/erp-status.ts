import { z } from "zod";

import type { ErpStatus, Order } from "#shared/domain/order.ts";
import { orderSchema } from "#shared/domain/order.ts";
import type { OrderId } from "#shared/domain/ids.ts";

import { HttpProblem, malformed } from "#server/api/problem.ts";
import type { Services } from "#server/api/services.ts";
import type { Session } from "#server/auth/session.ts";
import type { Tx } from "#server/db/database.ts";
import { inTransaction } from "#server/db/retry.ts";
import { audienceOf } from "#server/scope/audience.ts";
import type { Commit } from "#server/sync/change-log.ts";

import { lockOrder, peopleAround } from "./order-store.ts";
import { writeOrder } from "./write-order.ts";

/** `PUT /v1/orders/:id/erp-status`: how far the ERP is with an approved order. */
export const erpReportSchema = z.strictObject({ status: z.enum(["open", "released", "posted"]) });

/** The order after the report. */
export const erpReceiptSchema = orderSchema.pick({
  id: true,
  number: true,
  revision: true,
  status: true,
  erpStatus: true,
});
type ErpReceipt = z.infer<typeof erpReceiptSchema>;

interface Reported {
  readonly order: Order;
  readonly commit?: Commit;
}

/** The ERP is the sellers': their people report for it, never a customer's, who could undo a release that way. */
const mayReport = async (tx: Tx, { person: { roles, organisationId } }: Session): Promise<boolean> => {
  if (roles.includes("distributor")) return true;
  if (!roles.includes("admin")) return false;
  const row = await tx.selectFrom("organisations").select("kind").where("id", "=", organisationId).executeTakeFirst();
  return row !== undefined && row.kind !== "customer";
};

const reportWithin = async (
  tx: Tx,
  { changeLog, clock }: Services,
  session: Session,
  { id, status }: { id: OrderId; status: ErpStatus },
): Promise<Reported> => {
  if (!(await mayReport(tx, session))) throw new HttpProblem(403, "not-allowed");
  const { person, tenantId } = session;
  const order = await lockOrder(tx, tenantId, id);
  const people = order === undefined ? [] : await peopleAround(tx, order);
  if (order === undefined || !audienceOf(order, people).includes(person.id)) throw new HttpProblem(404, "not-found");
  if (order.erpStatus === "absent")
    throw malformed(
      [{ path: "status", problem: `does not fit an order that is ${order.status}: the ERP has none` }],
      409,
    );
  if (order.erpStatus === status) return { order };

  const next: Order = { ...order, erpStatus: status, revision: order.revision + 1 };
  const change = await writeOrder(tx, { tenantId, before: order, after: next, people, at: clock.now() });
  return { order: next, commit: await changeLog.append(tx, tenantId, [change]) };
};

/**
 * Records what the ERP reports about an order; from `released` on, its decisions can no longer be taken back (S48).
 * @throws HttpProblem for people without the right, orders out of their scope, and orders that are not approved.
 */
export const reportErpStatus = async (
  services: Services,
  session: Session,
  report: { id: OrderId; status: ErpStatus },
): Promise<ErpReceipt> => {
  const { order, commit } = await inTransaction(services.db, (tx) => reportWithin(tx, services, session, report));
  if (commit !== undefined) services.poke.announce(commit);
  const { id, number, revision, status, erpStatus } = order;
  return { id, number, revision, status, erpStatus };
};
