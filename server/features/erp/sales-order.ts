import type { SalesOrder } from "@countersign/shared/contract/api/erp.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { erpAuthorizationOf } from "@countersign/shared/engine/fulfilment/acceptance/authorization.ts";
import { erpStatusAfter } from "@countersign/shared/engine/fulfilment/acceptance/erp-life-cycle.ts";

import { HttpProblem, problemDocument } from "#server/foundation/http/problem.ts";
import type { Reader } from "#server/records/visibility/redact.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

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
