import type { ErpStatus, Order } from "#shared/domain/order.ts";
import { erpStatusSchema } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { EngineRefusalCode } from "#shared/engine/approval/refusals.ts";
import type { TransitionTable } from "#shared/engine/transitions.ts";
import { nextState } from "#shared/engine/transitions.ts";

import { erpAuthorizationOf } from "./authorization.ts";

/** `hand-over`: the order appears in the ERP's list; `withdraw`: it leaves the list again. */
export type ErpEvent = "hand-over" | "withdraw" | "release" | "post";

/** The status of an order in the ERP. Until it is authorized, it is not in the list of sales orders (S61, S62, S65). */
export const erpLifeCycle: TransitionTable<ErpStatus, ErpEvent> = {
  name: "Order in the ERP",
  initial: ["absent"],
  states: erpStatusSchema.options,
  transitions: [
    { from: "absent", event: "hand-over", to: "open", rules: ["S61", "S62", "S64"] },
    { from: "open", event: "withdraw", to: "absent", rules: ["S66"] },
    { from: "open", event: "release", to: "released", rules: ["S48", "S63"] },
    { from: "released", event: "post", to: "posted", rules: ["S63"] },
  ],
};

type ErpOrder = Pick<Order, "status" | "flow" | "erpStatus">;
type ErpRefusal = Refusal<
  "erp-step-impossible" | "not-authorized-for-erp" | Extract<EngineRefusalCode, "erp-moved-on">
>;

/**
 * The ERP status after `event`. Every step forward needs an order that is approved or needs no approval, so that one
 * that waits or was declined is never posted (S63): `not-authorized-for-erp`. Once the ERP has moved on, an order is no
 * longer taken out of it (S66): `erp-moved-on`. Other impossible steps: `erp-step-impossible`.
 */
export const erpStatusAfter = (order: ErpOrder, event: ErpEvent): Result<ErpStatus, ErpRefusal> => {
  const { erpStatus } = order;
  const authorization = erpAuthorizationOf(order);
  const isCleared = authorization === "Approved" || authorization === "NotNeeded";
  if (event === "withdraw" && (erpStatus === "released" || erpStatus === "posted"))
    return fail(refusal("erp-moved-on", { erpStatus }));
  if (event !== "withdraw" && !isCleared) return fail(refusal("not-authorized-for-erp", { authorization, event }));
  const next = nextState(erpLifeCycle, erpStatus, event);
  return next === undefined ? fail(refusal("erp-step-impossible", { erpStatus, event })) : ok(next);
};
