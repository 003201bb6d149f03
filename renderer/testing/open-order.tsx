import type { Decision } from "@countersign/shared/domain/approval-flow.ts";
import { deviceIdSchema, stageIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import { withFlow } from "@countersign/shared/engine/approval/decide.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { OrderScreen } from "#renderer/order/OrderScreen.tsx";

import { FakeBridge } from "./fake-bridge.ts";
import { orderViewFor } from "./order-view.ts";
import { renderScreen } from "./render-screen.tsx";
import { before, sampleCommandId } from "./sample-orders.ts";
import { ada } from "./sample-people.ts";

/** The order after this person has approved its last stage, or has decided as the changes say. */
export const decided = (order: Order, person: Person, changes: Partial<Decision> = {}): Order => {
  const decision: Decision = {
    id: sampleCommandId(7),
    stageId: order.flow.stages.at(-1)?.id ?? stageIdSchema.parse("stage-1"),
    outcome: "approved",
    person: referenceTo(person),
    deviceId: deviceIdSchema.parse("device-1"),
    madeAt: before(2),
    receivedAt: before(2),
    ...changes,
  };
  return withFlow(order, { ...order.flow, decisions: [...order.flow.decisions, decision] });
};

/** The order's screen as this person sees it; calls to approve, reject and reverse are recorded. */
export const openOrder = (order: Order, person: Person = ada, changes: Partial<OrderView> = {}) => {
  const bridge = new FakeBridge()
    .provide("session", () => ({ state: "signed-in", signsInBy: "address", server: "https://server.example", person }))
    .provide("inbox", ({ start }) => ({ total: 0, start, rows: [] }))
    .provide("order", () => orderViewFor(order, person.id, changes));
  for (const name of ["approve-order", "comment-on-order", "reject-order", "reverse-decision"] as const)
    bridge.answer(name, () => ok({ commandId: sampleCommandId(9) }));
  return { bridge, ...renderScreen(<OrderScreen orderId={order.id} />, bridge, `/orders/${order.id}`) };
};
