import type { OrderId } from "#shared/domain/ids.ts";
import type { Order, OrderStatus } from "#shared/domain/order.ts";
import { foldFlow } from "#shared/engine/approval/fold.ts";

/** What a partner that approved an order is told when its provisioning ends. */
export interface ProvisioningNotification {
  /** `final-order` carries the details of the order as provisioned (A21, A25). */
  readonly type: "final-order" | "provisioning-failed";
  readonly orderId: OrderId;
  readonly partner: string;
}

const types: Partial<Record<OrderStatus, ProvisioningNotification["type"]>> = {
  executed: "final-order",
  "failed-after-approval": "provisioning-failed",
};

/** One notification for each partner that approved the order, once provisioning succeeded (A25) or failed (A26). */
export const provisioningNotifications = ({
  id,
  status,
  flow,
}: Pick<Order, "id" | "status" | "flow">): ProvisioningNotification[] => {
  const type = types[status];
  if (type === undefined) return [];
  const partners = new Set<string>();
  for (const { stage, state } of foldFlow(flow).stages)
    if (state === "approved" && stage.condition.when === "credit-risk-group") partners.add(stage.condition.partner);
  return [...partners].map((partner) => ({ type, orderId: id, partner }));
};
