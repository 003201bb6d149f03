import { erpOperations } from "@countersign/shared/contract/api/erp.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { reportErpStatus } from "./erp-status.ts";
import { readSalesOrder, readSalesOrders } from "./sales-orders.ts";

/** Reading orders and reporting on them, for a seller's ERP. */
export const erpRoutes = (services: Services): readonly Route[] => [
  route(
    {
      operation: erpOperations.readSalesOrders,
      right: "erp:write",
      tags: ["erp"],
      summary: "The sales orders that are approved or need no approval, page by page",
    },
    ({ session, query }) => readSalesOrders(services.db, session, query),
  ),
  route(
    {
      operation: erpOperations.readSalesOrder,
      right: "erp:write",
      tags: ["erp"],
      summary: "One order with its authorization status, and a warning while it must not be posted",
    },
    ({ session, params }) => readSalesOrder(services.db, session, params.id),
  ),
  route(
    {
      operation: erpOperations.reportErpStatus,
      right: "erp:write",
      tags: ["orders"],
      summary: "Reports how far the ERP is with an approved order",
      description: "From `released` on, its decisions can no longer be taken back.",
    },
    ({ session, params, body }) => reportErpStatus(services, session, { id: params.id, status: body.status }),
  ),
];
