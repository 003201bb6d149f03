import type { OrderStatus } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import type { Acceptance, AcceptanceInput } from "./check-acceptance.ts";
import { checkAcceptance } from "./check-acceptance.ts";
import { statusAfter } from "./order-life-cycle.ts";
import type { ResellerAction, WidgetOrder } from "./reseller-widgets.ts";
import { offeredActions } from "./reseller-widgets.ts";

type ActionRefusal = Refusal<"action-not-offered" | "order-step-impossible">;

/** The result of an accepted order's checks, and its status after them. */
export interface Accepted {
  readonly acceptance: Acceptance;
  readonly status: OrderStatus;
  /** Whether the approval counts and is to be recorded: an order that stays pending was not approved (W08, W29). */
  readonly isApproved: boolean;
}

const checkOffer = (order: WidgetOrder, action: ResellerAction): Result<WidgetOrder, ActionRefusal> =>
  offeredActions(order).includes(action)
    ? ok(order)
    : fail(refusal("action-not-offered", { action, status: order.status }));

/**
 * The status after the checks of an order that is approved, needs no approval, lacked credit, or failed and is tried
 * again (A27). `order-step-impossible` for any other order.
 */
export const statusAfterChecks = (
  status: OrderStatus,
  { outcome }: Pick<Acceptance, "outcome">,
): Result<OrderStatus, Refusal<"order-step-impossible">> => {
  const execute = status === "failed-after-approval" ? "retry" : "execute";
  const events = {
    execute,
    "to-distributor": "submit-to-distributor",
    "blocked-by-credit": "block-by-credit",
    "stays-pending": "keep-pending",
  } as const;
  return statusAfter(status, events[outcome]);
};

/**
 * Accept from a widget: a pending order is approved and checked (W70, W71); one without credit goes through all checks
 * again, once the reseller has paid (W60, W67). One that still lacks credit is already on record and notifies nobody twice.
 * Refuses with `action-not-offered` if the order does not wait for the reseller (W36).
 * @awaited accepting from the reseller's dashboard (W67, W70)
 */
export const acceptOrder = (order: WidgetOrder, input: AcceptanceInput): Result<Accepted, ActionRefusal> => {
  const offered = checkOffer(order, "accept");
  if (!offered.ok) return offered;
  const checked = checkAcceptance(input);
  const status = statusAfterChecks(order.status === "pending" ? "approved" : order.status, checked);
  if (!status.ok) return status;
  const isOnRecord = order.status === "blocked-by-credit" && checked.outcome === "blocked-by-credit";
  return ok({
    acceptance: isOnRecord ? { ...checked, notifications: [] } : checked,
    status: status.value,
    isApproved: checked.outcome !== "stays-pending",
  });
};

/** Cancel from a widget: the status of an order that will never be executed (W60, W68, W70), or `action-not-offered`. */
export const cancelOrder = (order: WidgetOrder): Result<OrderStatus, ActionRefusal> => {
  const offered = checkOffer(order, "cancel");
  return offered.ok ? statusAfter(order.status, "cancel") : offered;
};
