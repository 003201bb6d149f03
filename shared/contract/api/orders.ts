import { z } from "zod";

import { orderReceiptSchema, orderRequestSchema } from "#shared/contract/intake.ts";
import { orderIdSchema, organisationIdSchema } from "#shared/domain/ids.ts";
import { anyInstantSchema } from "#shared/domain/instant.ts";
import { orderSchema, orderStatusSchema } from "#shared/domain/order.ts";

import { apiDocuments } from "./documents.ts";
import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

export const orderPageQuerySchema = z.strictObject({
  status: orderStatusSchema.exactOptional(),
  /** The customer's id. */
  customer: organisationIdSchema.exactOptional(),
  placedSince: anyInstantSchema.exactOptional(),
  /** `next` of the previous page; without it, from the beginning. */
  cursor: z.string().min(1).max(256).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const orderPageSchema = named(
  "OrderPage",
  z.strictObject({
    orders: z.array(orderSchema),
    /** Where the next page begins. Asked for later, it gives what has changed since: an order that changes comes again. */
    next: z.string(),
    /** Whether there is more at this moment. A page may be empty and not the last, when nothing in it matches the filters. */
    hasMore: z.boolean(),
  }),
);
export type OrderPage = z.infer<typeof orderPageSchema>;

const params = z.strictObject({ id: orderIdSchema });

const receipt = named("OrderReceipt", orderReceiptSchema);

const orderHistory = named("OrderHistory", z.strictObject({ entries: z.array(apiDocuments.historyEntry) }));

/** What shops send, and what they and partners read of orders. */
export const orderOperations = operationsOf({
  takeOrderIn: {
    method: "POST",
    path: "/v1/orders",
    body: named("OrderRequest", orderRequestSchema),
    statuses: [201, 200],
    answer: receipt,
  },
  readOrders: { method: "GET", path: "/v1/orders", query: orderPageQuerySchema, answer: orderPageSchema },
  readOrder: { method: "GET", path: "/v1/orders/:id", params, answer: apiDocuments.order },
  readOrderHistory: { method: "GET", path: "/v1/orders/:id/history", params, answer: orderHistory },
});
