import { z } from "zod";

import { orderIdSchema } from "#shared/domain/ids.ts";
import { orderSchema } from "#shared/domain/order.ts";

import { orderStateSchema } from "./fulfilment.ts";
import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** `PUT /v1/orders/:id/erp-status`: how far the ERP is with an approved order. */
const erpReportSchema = named("ErpReport", z.strictObject({ status: z.enum(["open", "released", "posted"]) }));

/** What an ERP keeps of an order: no stage and no decision, so nothing about what another level of the chain pays (A76). */
export const salesOrderSchema = named(
  "SalesOrder",
  z.strictObject({
    ...orderSchema.pick({
      id: true,
      number: true,
      revision: true,
      placedAt: true,
      status: true,
      erpStatus: true,
      requester: true,
      customer: true,
      reseller: true,
      lines: true,
      totals: true,
      costCentre: true,
      recurrence: true,
      note: true,
    }).shape,
    authorizationStatus: z.enum(["NotNeeded", "Pending", "Approved", "Declined"]),
    /** Present while the order must not be posted: why, in words that the ERP can show as its warning (S63). */
    postingWarning: z.string().exactOptional(),
  }),
);
export type SalesOrder = z.infer<typeof salesOrderSchema>;

export const salesOrderQuerySchema = z.strictObject({
  /** The id of the last order of the previous page. */
  after: orderIdSchema.exactOptional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  erpStatus: z.enum(["open", "released", "posted"]).exactOptional(),
});
export type SalesOrderQuery = z.output<typeof salesOrderQuerySchema>;

/** A page of sales orders, oldest first. `next` is the `after` of the next page; without it, this is the last one. */
export const salesOrderPageSchema = named(
  "SalesOrderPage",
  z.strictObject({
    orders: z.array(salesOrderSchema),
    next: orderIdSchema.exactOptional(),
  }),
);
export type SalesOrderPage = z.infer<typeof salesOrderPageSchema>;

const params = z.strictObject({ id: orderIdSchema });

/** What a seller's ERP reads of orders, and what it reports about them. */
export const erpOperations = operationsOf({
  readSalesOrders: {
    method: "GET",
    path: "/v1/erp/orders",
    query: salesOrderQuerySchema,
    answer: salesOrderPageSchema,
  },
  readSalesOrder: { method: "GET", path: "/v1/erp/orders/:id", params, answer: salesOrderSchema },
  reportErpStatus: {
    method: "PUT",
    path: "/v1/orders/:id/erp-status",
    params,
    body: erpReportSchema,
    answer: orderStateSchema,
  },
});
