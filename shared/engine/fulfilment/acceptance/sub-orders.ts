import type { OrderStatus } from "#shared/domain/order.ts";

/** A part of an order that is executed on its own. */
export interface SubOrder {
  readonly id: string;
  readonly status: Extract<OrderStatus, "executing" | "executed" | "failed-after-approval">;
}

/** How far an order with sub-orders has come. */
export interface OverallFulfilment {
  readonly status: SubOrder["status"];
  readonly progress: "none" | "partial" | "complete";
  readonly executed: number;
  readonly failed: number;
  readonly total: number;
}

const statusOf = (executed: number, failed: number, total: number): SubOrder["status"] => {
  if (executed === total) return "executed";
  return executed + failed === total ? "failed-after-approval" : "executing";
};

/**
 * The overall status of an order from its sub-orders: it says how much was executed (W32) and is submitted until all of
 * them are (W33). When none is under way and some have failed, the order as a whole waits for a retry (A26, A27).
 */
export const overallFulfilment = (subOrders: readonly [SubOrder, ...SubOrder[]]): OverallFulfilment => {
  const count = (status: SubOrder["status"]): number => subOrders.filter((each) => each.status === status).length;
  const total = subOrders.length;
  const executed = count("executed");
  const failed = count("failed-after-approval");
  return {
    status: statusOf(executed, failed, total),
    progress: executed === total ? "complete" : executed > 0 ? "partial" : "none",
    executed,
    failed,
    total,
  };
};
