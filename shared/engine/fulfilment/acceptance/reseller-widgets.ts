import type { Order } from "#shared/domain/order.ts";
import { foldFlow } from "#shared/engine/approval/fold.ts";

/** What the reseller's and the distributor's dashboards need to know of an order. */
export type WidgetOrder = Pick<Order, "status" | "flow">;

export type Widget = "reseller-pending-approval" | "reseller-unexecuted" | "distributor-unexecuted";

export const resellerActions = ["accept", "cancel"] as const;
export type ResellerAction = (typeof resellerActions)[number];

/**
 * Whether a pending order waits for the reseller: their stage is open, or all stages are approved and the payment failed
 * (W27, W29). While somebody else's stage is open, it does not.
 */
const waitsForReseller = ({ flow }: WidgetOrder): boolean => {
  const open = foldFlow(flow).stages.filter(({ state }) => state === "open");
  return open.length === 0 || open.some(({ stage }) => stage.role === "reseller");
};

const needsApproval = ({ flow }: WidgetOrder): boolean => flow.stages.some(({ role }) => role === "reseller");

/**
 * The widgets that list an order. One without credit is on the distributor's (W20) and on one of the reseller's: that of
 * pending approvals if it needed approval (W69, W72), otherwise that of unexecuted orders (W57, W59).
 * @internal
 */
export const widgetsOf = (order: WidgetOrder): Widget[] => {
  if (order.status === "blocked-by-credit")
    return [needsApproval(order) ? "reseller-pending-approval" : "reseller-unexecuted", "distributor-unexecuted"];
  return order.status === "pending" && waitsForReseller(order) ? ["reseller-pending-approval"] : [];
};

/** What the reseller may do with an order: accept or cancel while it waits for them (W35), nothing otherwise (W36). */
export const offeredActions = (order: WidgetOrder): readonly ResellerAction[] =>
  widgetsOf(order).length > 0 ? resellerActions : [];
