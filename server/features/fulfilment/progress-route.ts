import { z } from "zod";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { orderStatusSchema } from "@countersign/shared/domain/order.ts";
import type { SubOrder } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";
import { overallFulfilment } from "@countersign/shared/engine/fulfilment/acceptance/sub-orders.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import { visibleOrder } from "#server/records/orders/visible-order.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** How far an order's items are, one by one and together (W32, W37). */
const fulfilmentProgressSchema = z.strictObject({
  orderId: orderIdSchema,
  status: orderStatusSchema,
  /** `none` as well while nothing is executed yet because the order waits or lacks credit. */
  progress: z.enum(["none", "partial", "complete"]),
  executed: z.int().min(0),
  failed: z.int().min(0),
  total: z.int().min(1),
  items: z.array(
    z.strictObject({
      lineId: z.string(),
      product: z.string(),
      delivery: z.enum(["waiting", "executing", "executed", "failed"]),
      /** What the provider said. */
      error: z.string().exactOptional(),
    }),
  ),
});
type FulfilmentProgress = z.infer<typeof fulfilmentProgressSchema>;

const words = { executing: "executing", executed: "executed", "failed-after-approval": "failed" } as const;

/** @throws HttpProblem 404 for an order that the person may not see. */
const fulfilmentProgressOf = async ({ db }: Services, actor: Actor, id: OrderId): Promise<FulfilmentProgress> => {
  const order = await visibleOrder(db, actor, id);
  const rows = await db
    .selectFrom("provisioned_items")
    .select(["line_id", "status", "error"])
    .where("order_id", "=", id)
    .execute();
  const byLine = new Map(rows.map((row) => [row.line_id, row]));
  const [first, ...others] = rows.map(({ line_id: lineId, status }): SubOrder => ({ id: lineId, status }));
  const overall = first && overallFulfilment([first, ...others]);
  return {
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
  };
};

/** Whoever may see an order sees how far it is executed. */
export const fulfilmentProgressRoute = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  app.get(
    "/v1/orders/:id/fulfilment",
    {
      onRequest: sessions.requires("orders:read"),
      schema: {
        tags: ["orders"],
        summary: "How far an order's items are provisioned, one by one and together",
        params: z.strictObject({ id: orderIdSchema }),
        response: { 200: fulfilmentProgressSchema },
      },
    },
    async (request, reply) => reply.send(await fulfilmentProgressOf(services, sessions.of(request), request.params.id)),
  );
};
