import { z } from "zod";

import type { Order } from "@countersign/shared/domain/order.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import { erpAuthorizationOf } from "@countersign/shared/engine/fulfilment/acceptance/authorization.ts";
import { erpStatusAfter } from "@countersign/shared/engine/fulfilment/acceptance/erp-life-cycle.ts";

import { HttpProblem, problemDocument } from "#server/foundation/http/problem.ts";
import type { Reader } from "#server/records/visibility/redact.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

/** What an ERP keeps of an order: no stage and no decision, so nothing that another level of the chain pays (A76). */
export const salesOrderSchema = z.strictObject({
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
});
export type SalesOrder = z.infer<typeof salesOrderSchema>;

/** Whether the ERP may take the order on, or the problem that a report of it would be answered with. */
const warningOf = (order: Order): string | undefined => {
  const { erpStatus } = order;
  if (erpStatus === "posted") return undefined;
  const allowed = erpStatusAfter(order, erpStatus === "released" ? "post" : "release");
  if (allowed.ok) return undefined;
  return problemDocument(new HttpProblem(409, allowed.error.code, allowed.error.args)).detail;
};

/** The order as this seller's sales order, at its own prices (A76), with its authorization in the ERP's words (S50). */
export const salesOrderFor = (whole: Order, seller: Reader): SalesOrder => {
  const order = redactFor(whole, seller);
  const { id, number, revision, placedAt, status, erpStatus, requester, customer, lines, totals } = order;
  const { reseller, costCentre, recurrence, note } = order;
  const postingWarning = warningOf(order);
  return {
    id,
    number,
    revision,
    placedAt,
    status,
    erpStatus,
    requester,
    customer,
    lines,
    totals,
    authorizationStatus: erpAuthorizationOf(order),
    ...(reseller === undefined ? {} : { reseller }),
    ...(costCentre === undefined ? {} : { costCentre }),
    ...(recurrence === undefined ? {} : { recurrence }),
    ...(note === undefined ? {} : { note }),
    ...(postingWarning === undefined ? {} : { postingWarning }),
  };
};
