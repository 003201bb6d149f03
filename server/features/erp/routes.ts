import { z } from "zod";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { erpReceiptSchema, erpReportSchema, reportErpStatus } from "./erp-status.ts";
import { salesOrderSchema } from "./sales-order.ts";
import { readSalesOrder, salesOrderPageSchema, salesOrderQuerySchema, readSalesOrders } from "./sales-orders.ts";

/** What a seller's ERP reads of orders, and what it reports about them. */
export const erpRoutes = (app: HttpApp, services: Services): void => {
  const { db, sessions } = services;
  const tags = ["erp"];
  const onRequest = sessions.requires("erp:write");
  const params = z.strictObject({ id: orderIdSchema });

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
        params,
        response: { 200: salesOrderSchema },
      },
    },
    async (request, reply) => reply.send(await readSalesOrder(db, sessions.of(request), request.params.id)),
  );

  app.put(
    "/v1/orders/:id/erp-status",
    {
      onRequest,
      schema: {
        tags: ["orders"],
        summary: "Reports how far the ERP is with an approved order",
        description: "From `released` on, its decisions can no longer be taken back.",
        params,
        body: erpReportSchema,
        response: { 200: erpReceiptSchema },
      },
    },
    (request) =>
      reportErpStatus(services, sessions.of(request), { id: request.params.id, status: request.body.status }),
  );
};
