import type { Order, OrderStatus } from "#shared/domain/order.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { TransitionTable } from "#shared/engine/transitions.ts";
import { nextState } from "#shared/engine/transitions.ts";

/** What moves an order from one canonical status to another. */
export type OrderStep =
  | "submit"
  | "submit-without-approval"
  | "await-parent"
  | "parent-ready"
  | "inquire"
  | "supply-data"
  | "approve"
  | "reject"
  | "cancel"
  | "reverse"
  | "execute"
  | "submit-to-distributor"
  | "block-by-credit"
  | "keep-pending"
  | "succeed"
  | "fail"
  | "retry"
  | "change";

/**
 * The life cycle of an order, in the canonical statuses. Only an order that is approved, or needs no approval, is executed;
 * before that, it is paused (A68). Up to `approved`, the flow's decisions lead to the statuses; from there on, the
 * acceptance checks and provisioning do.
 */
export const orderLifeCycle: TransitionTable<OrderStatus, OrderStep> = {
  name: "Order",
  initial: ["draft"],
  states: orderStatusSchema.options,
  transitions: [
    { from: "draft", event: "submit", to: "pending", rules: ["A09", "A22", "W02"] },
    { from: "draft", event: "submit-without-approval", to: "not-needed", rules: ["I05", "W05"] },
    { from: "draft", event: "await-parent", to: "waiting-for-parent", rules: ["T21"] },

    { from: "waiting-for-parent", event: "parent-ready", to: "pending", rules: ["T23", "T31"] },
    { from: "waiting-for-parent", event: "inquire", to: "waiting-for-data", rules: ["T24"] },
    { from: "waiting-for-parent", event: "reject", to: "rejected", rules: ["T27", "T34"] },
    { from: "waiting-for-data", event: "supply-data", to: "pending", rules: ["T18", "T20"] },
    { from: "waiting-for-data", event: "reject", to: "rejected", rules: ["T19", "T34"] },

    { from: "pending", event: "inquire", to: "waiting-for-data", rules: ["T16", "T29"] },
    { from: "pending", event: "approve", to: "approved", rules: ["A02", "A24", "I10", "W71"] },
    { from: "pending", event: "reject", to: "rejected", rules: ["A15", "A23", "I22"] },
    { from: "pending", event: "cancel", to: "rejected", rules: ["A09", "W68", "W70"] },
    { from: "rejected", event: "reverse", to: "pending", rules: ["S47", "S48"] },

    { from: "approved", event: "reverse", to: "pending", rules: ["S47", "S66"] },
    { from: "approved", event: "execute", to: "executing", rules: ["A18", "A67", "W23", "W26"] },
    { from: "approved", event: "submit-to-distributor", to: "executing", rules: ["W22", "W33"] },
    { from: "approved", event: "block-by-credit", to: "blocked-by-credit", rules: ["W18", "W58"] },
    { from: "approved", event: "keep-pending", to: "pending", rules: ["W27", "W29"] },

    { from: "not-needed", event: "execute", to: "executing", rules: ["I05", "W23", "W26"] },
    { from: "not-needed", event: "submit-to-distributor", to: "executing", rules: ["W22", "W33"] },
    { from: "not-needed", event: "block-by-credit", to: "blocked-by-credit", rules: ["W57", "W58", "W59"] },
    { from: "not-needed", event: "keep-pending", to: "pending", rules: ["W27", "W29"] },

    { from: "blocked-by-credit", event: "execute", to: "executing", rules: ["W60", "W67"] },
    { from: "blocked-by-credit", event: "submit-to-distributor", to: "executing", rules: ["W22", "W67"] },
    { from: "blocked-by-credit", event: "block-by-credit", to: "blocked-by-credit", rules: ["W18", "W67"] },
    { from: "blocked-by-credit", event: "keep-pending", to: "pending", rules: ["W29", "W67"] },
    { from: "blocked-by-credit", event: "cancel", to: "rejected", rules: ["W60", "W68"] },
    { from: "blocked-by-credit", event: "reverse", to: "pending", rules: ["S47", "S48"] },

    { from: "executing", event: "succeed", to: "executed", rules: ["A19", "A25", "W33"] },
    { from: "executing", event: "fail", to: "failed-after-approval", rules: ["A26"] },

    { from: "failed-after-approval", event: "retry", to: "executing", rules: ["A27"] },
    { from: "failed-after-approval", event: "submit-to-distributor", to: "executing", rules: ["A27", "W22"] },
    { from: "failed-after-approval", event: "block-by-credit", to: "blocked-by-credit", rules: ["W18", "W58"] },
    { from: "failed-after-approval", event: "keep-pending", to: "pending", rules: ["W27", "W29"] },
    { from: "failed-after-approval", event: "change", to: "pending", rules: ["A27", "A94"] },
  ],
};

/** The status after `event`, or `order-step-impossible` when it is not possible in this status. */
export const statusAfter = (
  status: OrderStatus,
  event: OrderStep,
): Result<OrderStatus, Refusal<"order-step-impossible">> => {
  const next = nextState(orderLifeCycle, status, event);
  return next === undefined ? fail(refusal("order-step-impossible", { status, event })) : ok(next);
};

/** The order one step on. Its flow, with every decision, stays on record whatever happens to it (A26). */
export const advanceOrder = (order: Order, event: OrderStep): Result<Order, Refusal<"order-step-impossible">> => {
  const next = statusAfter(order.status, event);
  return next.ok ? ok({ ...order, status: next.value, revision: order.revision + 1 }) : next;
};
