import type { FulfilmentProgress } from "@countersign/shared/contract/api/fulfilment.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { SubOrder } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";
import { overallFulfilment } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";

import { visibleOrder } from "#server/records/orders/visible-order.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

const words = { executing: "executing", executed: "executed", "failed-after-approval": "failed" } as const;

/** The order's provisioning progress, for somebody who may see it. */
export const fulfilmentProgressOf = async (
  { db }: Services,
  actor: Actor,
  id: OrderId,
): Promise<Result<FulfilmentProgress, RequestRefusal>> => {
  const visible = await visibleOrder(db, actor, id);
  if (!visible.ok) return visible;
  const order = visible.value;
  const rows = await db
    .selectFrom("provisioned_items")
    .select(["line_id", "status", "error"])
    .where("order_id", "=", id)
    .execute();
  const byLine = new Map(rows.map((row) => [row.line_id, row]));
  const [first, ...others] = rows.map(({ line_id: lineId, status }): SubOrder => ({ id: lineId, status }));
  const overall = first && overallFulfilment([first, ...others]);
  return ok({
    orderId: id,
    status: order.status,
    progress: overall?.progress ?? "none",
    executed: overall?.executed ?? 0,
    failed: overall?.failed ?? 0,
    total: order.lines.length,
    items: order.lines.map(({ id: lineId, product }) => {
      const item = byLine.get(lineId);
      const error = item?.error ?? undefined;
      const delivery = item === undefined ? "waiting" : words[item.status];
      return { lineId, product, delivery, ...(error === undefined ? {} : { error }) };
    }),
  });
};
