import { z } from "zod";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { acceptByHand, cancelByHand, lockForSeller, retryByHand } from "./actions.ts";
import { creditRoutes } from "./credit-routes.ts";
import { itemReportSchema, reportItems } from "./item-reports.ts";
import { orderStateOf, orderStateSchema } from "./order-state.ts";
import { fulfilmentProgressRoute } from "./progress-route.ts";

/** What sellers, their provisioning and their ERP call once an order is approved. */
export const fulfilmentRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  const onRequest = sessions.requires("fulfilment:write");
  const params = z.strictObject({ id: orderIdSchema });
  const actions = {
    accept: { act: acceptByHand, summary: "Runs all checks after acceptance again" },
    cancel: { act: cancelByHand, summary: "Gives up an order that waits for the reseller" },
    retry: { act: retryByHand, summary: "Has an order provisioned once more" },
  } as const;
  for (const [name, { act, summary }] of Object.entries(actions))
    app.post(
      `/v1/orders/:id/${name}`,
      { onRequest, schema: { tags: ["orders"], summary, params, response: { 200: orderStateSchema } } },
      async (request, reply) => {
        const order = await act(services, sessions.of(request), request.params.id, request.repeatable);
        return reply.send(orderStateOf(order));
      },
    );

  app.post(
    "/v1/orders/:id/items",
    {
      onRequest,
      schema: {
        tags: ["orders"],
        summary: "Reports what became of items that are being provisioned",
        params,
        body: z.strictObject({ items: z.array(itemReportSchema).min(1).max(1_000) }),
        response: { 200: orderStateSchema },
      },
    },
    async (request, reply) => {
      const actor = sessions.of(request);
      const { id: orderId } = request.params;
      await inTransaction(db, (tx) => lockForSeller(tx, actor, orderId));
      await reportItems(services, { tenantId: actor.tenantId, orderId }, request.body.items);
      return reply.send(orderStateOf(await inTransaction(db, (tx) => lockForSeller(tx, actor, orderId))));
    },
  );

  fulfilmentProgressRoute(app, services);
  creditRoutes(app, services);
};
