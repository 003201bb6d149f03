import type { OrderState } from "@countersign/shared/contract/api/fulfilment.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { ErpStatus, Order } from "@countersign/shared/domain/order.ts";
import type { ErpEvent } from "@countersign/shared/engine/fulfilment/acceptance/erp-life-cycle.ts";
import { erpStatusAfter } from "@countersign/shared/engine/fulfilment/acceptance/erp-life-cycle.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { HttpProblem, orConflict, orThrow } from "#server/foundation/http/problem.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import { lockVisibleOrder } from "#server/records/orders/lock-visible-order.ts";
import { writeOrder } from "#server/records/orders/write-order.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { mayUseErp } from "./may-use-erp.ts";

/** The steps that a report stands for: an ERP may tell of the posting alone. */
const stepsTo = (from: ErpStatus, status: ErpStatus): readonly ErpEvent[] => {
  if (status !== "posted") return ["release"];
  return from === "released" ? ["post"] : ["release", "post"];
};

/**
 * Where the order stands in the ERP after the report. A release can be undone there, a posting cannot.
 * @throws HttpProblem 409 with the reason: an order that waits or was declined is never released or posted (S63).
 */
const erpStatusOf = (order: Order, status: ErpStatus): ErpStatus => {
  if (order.erpStatus === "released" && status === "open") return "open";
  let { erpStatus } = order;
  for (const event of stepsTo(erpStatus, status)) {
    erpStatus = orConflict(erpStatusAfter({ ...order, erpStatus }, event));
  }
  return erpStatus;
};

const reportWithin = async (
  tx: Tx,
  { clock, followers }: Services,
  session: Session,
  { id, status }: { id: OrderId; status: ErpStatus },
): Promise<WrittenChanges<Order>> => {
  if (!(await mayUseErp(tx, session))) throw new HttpProblem(403, "not-allowed");
  const { tenantId } = session;
  const { order, people } = orThrow(await lockVisibleOrder(tx, session, id));
  if (order.erpStatus === status) return { answer: order, changes: [] };

  const next: Order = { ...order, erpStatus: erpStatusOf(order, status), revision: order.revision + 1 };
  const occasion = { tenantId, before: order, after: next, people, at: clock.now() };
  const change = orConflict(await writeOrder(tx, followers, occasion));
  return { answer: next, changes: [change] };
};

/**
 * Records what the ERP reports about an order; from `released` on, its decisions can no longer be taken back (S48).
 * @throws HttpProblem 403 for people without the right, 404 for orders out of their scope, 409 for a step that the order
 * or the ERP does not allow.
 */
export const reportErpStatus = async (
  services: Services,
  session: Session,
  report: { id: OrderId; status: ErpStatus },
): Promise<OrderState> => {
  const order = await writeChanges(services, session.tenantId, (tx) => reportWithin(tx, services, session, report));
  const { id, number, revision, status, erpStatus } = order;
  return { id, number, revision, status, erpStatus };
};
