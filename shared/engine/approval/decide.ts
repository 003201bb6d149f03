import type { ApprovalFlow, Comment, Decision, Reversal } from "#shared/domain/approval-flow.ts";
import type { CommandId } from "#shared/domain/ids.ts";
import type { DecisionBasis, ErpStatus } from "#shared/domain/order.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import { foldFlow } from "./fold.ts";
import { mayCast, mayReverse } from "./may.ts";
import type { EngineRefusalCode } from "./refusals.ts";

type Decided<Decidable> = Result<Decidable, Refusal<EngineRefusalCode>>;

/** An approved order goes to the ERP as open (S64); one that is not approved, or no longer, is absent there (S61, S66). */
const erpStatusAfter = (outcome: ReturnType<typeof foldFlow>["outcome"], before: ErpStatus): ErpStatus => {
  const isCleared = outcome === "approved" || outcome === "not-needed";
  if (!isCleared) return "absent";
  return before === "absent" ? "open" : before;
};

/** The order with this flow: its status and ERP status follow from the flow alone. The revision is raised. */
export const withFlow = <Decidable extends DecisionBasis>(order: Decidable, flow: ApprovalFlow): Decidable => {
  const { outcome } = foldFlow(flow);
  return {
    ...order,
    flow,
    revision: order.revision + 1,
    status: outcome,
    erpStatus: erpStatusAfter(outcome, order.erpStatus),
  };
};

const checkReason = (order: DecisionBasis, { outcome, reason }: Decision): Refusal<EngineRefusalCode> | undefined => {
  if (outcome !== "rejected") return undefined;
  const { rejectionReason } = order.flow.policy;
  if (rejectionReason === "required" && reason === undefined) return refusal("reason-required");
  if (rejectionReason === "none" && reason !== undefined) return refusal("reason-not-accepted");
  return undefined;
};

/** The order after `decision`, or why it does not count. The input is not changed. */
export const decide = <Decidable extends DecisionBasis>(order: Decidable, decision: Decision): Decided<Decidable> => {
  const permission = mayCast(order, decision);
  if (!permission.ok) return permission;
  const objection = checkReason(order, decision);
  if (objection) return fail(objection);
  const { delegation } = permission.value.candidate;
  const recorded = delegation === undefined ? decision : { ...decision, onBehalfOf: delegation.delegator };
  return ok(withFlow(order, { ...order.flow, decisions: [...order.flow.decisions, recorded] }));
};

/** The order with a comment added; it changes nothing else. Everybody who can read the order may write one. */
export const comment = <Decidable extends DecisionBasis>(order: Decidable, remark: Comment): Decidable => ({
  ...order,
  revision: order.revision + 1,
  flow: { ...order.flow, comments: [...order.flow.comments, remark] },
});

/** The order after a decision was taken back, or why it stands. The decision stays on record with its reversal. */
export const reverse = <Decidable extends DecisionBasis>(
  order: Decidable,
  decisionId: CommandId,
  reversal: Reversal,
): Decided<Decidable> => {
  const permission = mayReverse(order, reversal.person.personId, decisionId);
  if (!permission.ok) return permission;
  const decisions = order.flow.decisions.map((decision) =>
    decision.id === decisionId ? { ...decision, reversal } : decision,
  );
  return ok(withFlow(order, { ...order.flow, decisions }));
};
