import type { Order } from "#shared/domain/order.ts";
import { foldFlow } from "#shared/engine/approval/fold.ts";

/** The authorization status as an ERP's sales order records it, in the ERP's words (S50). */
export type ErpAuthorization = "NotNeeded" | "Pending" | "Approved" | "Declined";

const words = {
  "not-needed": "NotNeeded",
  pending: "Pending",
  approved: "Approved",
  rejected: "Declined",
} as const satisfies Record<ReturnType<typeof foldFlow>["outcome"], ErpAuthorization>;

/**
 * What the ERP is told about the authorization of an order. It follows from the decisions alone, however far the order's
 * execution has come. A cancelled order counts as declined, one that is not submitted yet as pending (S55).
 */
export const erpAuthorizationOf = ({ status, flow }: Pick<Order, "status" | "flow">): ErpAuthorization => {
  if (status === "rejected") return "Declined";
  return status === "draft" ? "Pending" : words[foldFlow(flow).outcome];
};
