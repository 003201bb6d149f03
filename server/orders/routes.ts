import { z } from "zod";

import { orderReceiptSchema, orderRequestSchema } from "#shared/contract/intake.ts";
import { orderIdSchema } from "#shared/domain/ids.ts";

import type { App } from "#server/api/app.ts";
import type { Services } from "#server/api/services.ts";

import { erpReceiptSchema, erpReportSchema, reportErpStatus } from "./erp-status.ts";
import { takeIn } from "./intake.ts";

/** What shops, sellers and the ERP call. */
export const orderRoutes = (app: App, services: Services): void => {
  const { sessions } = services;

  app.post(
    "/v1/orders",
    {
      onRequest: sessions.requires("orders:write"),
      schema: {
        tags: ["orders"],
        summary: "Takes an order in, once for each `source.externalId`",
        body: orderRequestSchema,
        response: { 200: orderReceiptSchema, 201: orderReceiptSchema },
      },
    },
    async (request, reply) => {
      const receipt = await takeIn(services, sessions.of(request), request.body);
      return reply.status(receipt.isNew ? 201 : 200).send(receipt);
    },
  );

  const params = z.strictObject({ id: orderIdSchema });
  app.put(
    "/v1/orders/:id/erp-status",
    {
      onRequest: sessions.requires("erp:write"),
      schema: {
        tags: ["orders"],
        summary: "Reports how far the ERP is with an approved order",
        params,
        body: erpReportSchema,
        response: { 200: erpReceiptSchema },
      },
    },
    (request) =>
      reportErpStatus(services, sessions.of(request), { id: request.params.id, status: request.body.status }),
  );
};
