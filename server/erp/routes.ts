import { z } from "zod";

import { orderIdSchema } from "#shared/domain/ids.ts";

import type { HttpApp } from "#server/api/app.ts";
import type { Services } from "#server/api/services.ts";

import { salesOrderSchema } from "./sales-order.ts";
import { readSalesOrder, salesOrderPageSchema, salesOrderQuerySchema, readSalesOrders } from "./sales-orders.ts";

/** What a seller's ERP reads. What it reports is an order's own (`orders/erp-status.ts`). */
export const erpRoutes = (app: HttpApp, { db, sessions }: Services): void => {
  const tags = ["erp"];
  const onRequest = sessions.requires("erp:write");

  app.get(
    "/v1/erp/orders",
    {
      onRequest,
      schema: {
        tags,
        summary: "The sales orders that are approved or need no approval, page by page",
        querystring: salesOrderQuerySchema,
        response: { 200: salesOrderPageSchema },
      },
    },
    async (request, reply) => reply.send(await readSalesOrders(db, sessions.of(request), request.query)),
  );

  app.get(
    "/v1/erp/orders/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "One order with its authorization status, and a warning while it must not be posted",
        params: z.strictObject({ id: orderIdSchema }),
        response: { 200: salesOrderSchema },
      },
    },
    async (request, reply) => reply.send(await readSalesOrder(db, sessions.of(request), request.params.id)),
  );
};
