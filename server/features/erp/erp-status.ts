import type { OrderState } from "@countersign/shared/contract/api/fulfilment.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { ErpStatus, Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { ErpEvent } from "@countersign/shared/engine/fulfilment/acceptance/erp-life-cycle.ts";
import { erpStatusAfter } from "@countersign/shared/engine/fulfilment/acceptance/erp-life-cycle.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import { lockVisibleOrder } from "#server/records/orders/lock-visible-order.ts";
import { orderStateOf } from "#server/records/orders/order-state.ts";
import { writeOrder } from "#server/records/orders/write-order.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { mayUseErp } from "./may-use-erp.ts";

/** The steps that a report implies: an ERP may report only the posting. */
const stepsTo = (from: ErpStatus, status: ErpStatus): readonly ErpEvent[] => {
  if (status !== "posted") return ["release"];
  return from === "released" ? ["post"] : ["release", "post"];
};

/**
 * The order's status in the ERP after the report. A release can be undone, a posting cannot; an order that waits or was
 * declined is never released or posted (S63).
 */
const erpStatusOf = (order: Order, status: ErpStatus): Result<ErpStatus, RequestRefusal> => {
  if (order.erpStatus === "released" && status === "open") return ok("open");
  let { erpStatus } = order;
  for (const event of stepsTo(erpStatus, status)) {
    const next = erpStatusAfter({ ...order, erpStatus }, event);
    if (!next.ok) return next;
    erpStatus = next.value;
  }
  return ok(erpStatus);
};

const reportWithin = async (
  tx: Tx,
  { clock, followers }: Services,
  session: Session,
  { id, status }: { id: OrderId; status: ErpStatus },
): Promise<Result<WrittenChanges<OrderState>, RequestRefusal>> => {
  if (!(await mayUseErp(tx, session))) return refuse("not-allowed");
  const { tenantId } = session;
  const visible = await lockVisibleOrder(tx, session, id);
  if (!visible.ok) return visible;
  const { order, people } = visible.value;
  if (order.erpStatus === status) return ok({ answer: orderStateOf(order), changes: [] });

  const erpStatus = erpStatusOf(order, status);
  if (!erpStatus.ok) return erpStatus;
  const after: Order = { ...order, erpStatus: erpStatus.value, revision: order.revision + 1 };
  const occasion = { tenantId, before: order, after, people, at: clock.now() };
  const written = await writeOrder(tx, followers, occasion);
  return written.ok ? ok({ answer: orderStateOf(after), changes: [written.value] }) : written;
};

/** Records what the ERP reports about an order; from `released` on, its decisions can no longer be taken back (S48). */
export const reportErpStatus = (
  services: Services,
  session: Session,
  report: { id: OrderId; status: ErpStatus },
): Promise<Result<OrderState, RequestRefusal>> =>
  tryChanges(services, session.tenantId, (tx) => reportWithin(tx, services, session, report));
