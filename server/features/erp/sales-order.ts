import type { SalesOrder } from "@countersign/shared/contract/api/erp.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { erpAuthorizationOf } from "@countersign/shared/engine/fulfilment/acceptance/authorization.ts";
import { erpStatusAfter } from "@countersign/shared/engine/fulfilment/acceptance/erp-life-cycle.ts";
import { refusalText } from "@countersign/shared/words/refusal-text.ts";

import type { Reader } from "#server/records/visibility/redact.ts";
import { redactFor } from "#server/records/visibility/redact.ts";

/** Why the ERP must not process the order; its report would be refused with the same text. */
const warningOf = (order: Order): string | undefined => {
  const { erpStatus } = order;
  if (erpStatus === "posted") return undefined;
  const allowed = erpStatusAfter(order, erpStatus === "released" ? "post" : "release");
  return allowed.ok ? undefined : refusalText(allowed.error);
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
