import type { Decision, DecisionOutcome, Stage } from "@countersign/shared/domain/approval-flow.ts";
import type { ErpStatus } from "@countersign/shared/domain/order.ts";
import type { PersonReference } from "@countersign/shared/domain/people.ts";
import { openStages } from "@countersign/shared/engine/approval/fold.ts";
import { mayDecide, mayReverse } from "@countersign/shared/engine/approval/may.ts";

import type { OrderCourse, CourseContext } from "./order-course.ts";
import { giveCommand } from "./order-course.ts";
import { approvalRemarks, rejectionReasons, reversalReasons } from "./texts.ts";

/** How far an order got. One that needed no approval ignores what its people would have done. */
export type OrderEnding =
  | "open"
  | "last-stage-open"
  | "partly-approved"
  | "reopened"
  | "approved"
  | "released"
  | "posted"
  | "rejected"
  | "rejected-then-approved"
  | "approved-then-rejected";

const whoMayDecide = ({ order }: OrderCourse, { id, candidates }: Stage): PersonReference[] =>
  candidates.filter(({ personId }) => mayDecide(order, personId, id).ok);

const reasonsOf = (
  { random }: CourseContext,
  { order }: OrderCourse,
  outcome: DecisionOutcome,
): { reason?: string } => {
  if (outcome === "approved") return random.chance(0.15) ? { reason: random.pick(approvalRemarks) } : {};
  return order.flow.policy.rejectionReason === "none" ? {} : { reason: random.pick(rejectionReasons) };
};

/** A candidate of the open stage decides it. */
const decideOpenStage = (desk: CourseContext, before: OrderCourse, outcome: DecisionOutcome): OrderCourse => {
  const [stage] = openStages(before.order.flow);
  if (stage === undefined) return before;
  const person = desk.random.pick(whoMayDecide(before, stage));
  const type = outcome === "approved" ? "approve-order" : "reject-order";
  const payload = { orderId: before.order.id, stageId: stage.id, ...reasonsOf(desk, before, outcome) };
  return giveCommand(desk, before, person, { type, payload });
};

/** Approves until `isEnough` or until nothing is left to approve. */
const approveUntil = (
  desk: CourseContext,
  before: OrderCourse,
  isEnough: (current: OrderCourse) => boolean,
): OrderCourse => {
  let current = before;
  while (current.order.status === "pending" && !isEnough(current)) current = decideOpenStage(desk, current, "approved");
  return current;
};

const isLastStageOpen = ({ order }: OrderCourse): boolean =>
  openStages(order.flow)[0]?.id === order.flow.stages.at(-1)?.id;

const approveAll = (desk: CourseContext, before: OrderCourse): OrderCourse => approveUntil(desk, before, () => false);

const lastDecision = ({ order }: OrderCourse): Decision | undefined => order.flow.decisions.at(-1);

/** The last decision is reversed by the person who made it or by another candidate of the stage (S53). */
const reverseLast = (desk: CourseContext, before: OrderCourse): OrderCourse => {
  const decision = lastDecision(before);
  if (decision === undefined) return before;
  const candidates = before.order.flow.stages.find(({ id }) => id === decision.stageId)?.candidates ?? [];
  const allowed = candidates.filter(({ personId }) => mayReverse(before.order, personId, decision.id).ok);
  const payload = {
    orderId: before.order.id,
    decisionId: decision.id,
    reason: desk.random.pick(reversalReasons),
  };
  return giveCommand(desk, before, desk.random.pick(allowed), { type: "reverse-decision", payload });
};

/** The ERP takes over an order that was cleared. */
const inErp = (before: OrderCourse, erpStatus: ErpStatus): OrderCourse => {
  const { order } = before;
  return order.erpStatus === "open"
    ? { ...before, order: { ...order, erpStatus, revision: order.revision + 1 } }
    : before;
};

const ways: Record<OrderEnding, (desk: CourseContext, placed: OrderCourse) => OrderCourse> = {
  open: (_desk, placed) => placed,
  "last-stage-open": (desk, placed) => approveUntil(desk, placed, isLastStageOpen),
  "partly-approved": (desk, placed) => decideOpenStage(desk, placed, "approved"),
  reopened: (desk, placed) => reverseLast(desk, decideOpenStage(desk, placed, "approved")),
  approved: approveAll,
  released: (desk, placed) => inErp(approveAll(desk, placed), "released"),
  posted: (desk, placed) => inErp(approveAll(desk, placed), "posted"),
  rejected: (desk, placed) => {
    const begun = desk.random.chance(0.5) ? approveUntil(desk, placed, isLastStageOpen) : placed;
    return decideOpenStage(desk, begun, "rejected");
  },
  "rejected-then-approved": (desk, placed) =>
    approveAll(desk, reverseLast(desk, decideOpenStage(desk, placed, "rejected"))),
  "approved-then-rejected": (desk, placed) =>
    decideOpenStage(desk, reverseLast(desk, approveAll(desk, placed)), "rejected"),
};

/** The order after its people did what leads to `ending`, each step with real commands and the real engine. */
export const playTo = (desk: CourseContext, placed: OrderCourse, ending: OrderEnding): OrderCourse =>
  ways[ending](desk, placed);
