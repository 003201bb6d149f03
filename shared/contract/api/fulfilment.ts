import { z } from "zod";

import { orderIdSchema } from "#shared/domain/ids.ts";
import { orderSchema, orderStatusSchema } from "#shared/domain/order.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** The status of an order after somebody acted on it. */
export const orderStateSchema = named(
  "OrderState",
  orderSchema.pick({
    id: true,
    number: true,
    revision: true,
    status: true,
    erpStatus: true,
  }),
);

export type OrderState = z.infer<typeof orderStateSchema>;

/** The result for one item of an order (A25, A26). */
export const itemReportSchema = named(
  "ItemReport",
  z.discriminatedUnion("outcome", [
    z.strictObject({ lineId: z.string().min(1).max(64), outcome: z.literal("provisioned") }),
    z.strictObject({
      lineId: z.string().min(1).max(64),
      outcome: z.literal("failed"),
      error: z.string().trim().min(1).max(500),
    }),
  ]),
);
export type ItemReport = z.infer<typeof itemReportSchema>;

/** The progress of an order's items, one by one and together (W32, W37). */
export const fulfilmentProgressSchema = named(
  "FulfilmentProgress",
  z.strictObject({
    orderId: orderIdSchema,
    status: orderStatusSchema,
    /** Also `none` while nothing is being executed because the order waits or lacks credit. */
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
  }),
);
export type FulfilmentProgress = z.infer<typeof fulfilmentProgressSchema>;

const params = z.strictObject({ id: orderIdSchema });

const itemReports = named("ItemReports", z.strictObject({ items: z.array(itemReportSchema).min(1).max(1_000) }));

/** What sellers and their provisioning call once an order is approved. */
export const fulfilmentOperations = operationsOf({
  acceptOrder: { method: "POST", path: "/v1/orders/:id/accept", params, answer: orderStateSchema },
  cancelOrder: { method: "POST", path: "/v1/orders/:id/cancel", params, answer: orderStateSchema },
  retryOrder: { method: "POST", path: "/v1/orders/:id/retry", params, answer: orderStateSchema },
  reportItems: { method: "POST", path: "/v1/orders/:id/items", params, body: itemReports, answer: orderStateSchema },
  readFulfilment: { method: "GET", path: "/v1/orders/:id/fulfilment", params, answer: fulfilmentProgressSchema },
});
