import { fulfilmentOperations } from "@countersign/shared/contract/api/fulfilment.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import { orderStateOf } from "#server/records/orders/order-state.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { acceptByHand, cancelByHand, lockForSeller, retryByHand } from "./actions.ts";
import { creditRoutes } from "./credit-routes.ts";
import { reportItems } from "./item-reports.ts";
import { fulfilmentProgressOf } from "./progress.ts";

const { acceptOrder, cancelOrder, retryOrder, reportItems: report, readFulfilment } = fulfilmentOperations;

const actions = [
  { operation: acceptOrder, act: acceptByHand, summary: "Runs all checks after acceptance again" },
  { operation: cancelOrder, act: cancelByHand, summary: "Cancels an order that waits for the reseller" },
  { operation: retryOrder, act: retryByHand, summary: "Provisions an order again" },
] as const;

/** Fulfilment of approved orders, for sellers, their provisioning and their ERP. */
export const fulfilmentRoutes = (services: Services): readonly Route[] => [
  ...actions.map(({ operation, act, summary }) =>
    route({ operation, right: "fulfilment:write", tags: ["orders"], summary }, ({ session, params, repeatable }) =>
      act(services, session, params.id, repeatable),
    ),
  ),
  route(
    {
      operation: report,
      right: "fulfilment:write",
      tags: ["orders"],
      summary: "Reports the outcome of items that are being provisioned",
    },
    async ({ session, params: { id: orderId }, body }) => {
      const { db } = services;
      const before = await inTransaction(db, (tx) => lockForSeller(tx, session, orderId));
      if (!before.ok) return before;
      const reported = await reportItems(services, { tenantId: session.tenantId, orderId }, body.items);
      if (!reported.ok) return reported;
      const after = await inTransaction(db, (tx) => lockForSeller(tx, session, orderId));
      return after.ok ? ok(orderStateOf(after.value)) : after;
    },
  ),
  route(
    {
      operation: readFulfilment,
      right: "orders:read",
      tags: ["orders"],
      summary: "The provisioning progress of an order's items, one by one and as a whole",
    },
    ({ session, params }) => fulfilmentProgressOf(services, session, params.id),
  ),
  ...creditRoutes(services),
];
