import type { FlowRules, Stage, StageReason } from "#shared/domain/approval-flow.ts";
import type { StageId } from "#shared/domain/ids.ts";
import { stageIdSchema } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { ApprovalPolicy, ApprovalRule } from "#shared/domain/policy.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { assertNever, fail, ok } from "#shared/domain/result.ts";
import type { Result } from "#shared/domain/result.ts";

import type { EngineRefusalCode } from "./refusals.ts";

/** What the plan looks at: the order before it has a flow. */
export type OrderFacts = Pick<Order, "requester" | "customer" | "totals" | "costCentre" | "recurrence">;

/** Why `rule` asks for a stage on this order, or `undefined` when it does not. An unknown amount exceeds every limit. */
const reasonFor = (order: OrderFacts, { condition }: ApprovalRule): StageReason | undefined => {
  const { gross } = order.totals;
  switch (condition.when) {
    case "cost-centre":
      return order.costCentre?.id === condition.costCentreId
        ? { rule: "cost-centre", costCentre: order.costCentre.name }
        : undefined;
    case "spending-limit-exceeded": {
      if (condition.requesterId !== undefined && condition.requesterId !== order.requester.personId) return undefined;
      if (!gross.known) return { rule: "amount-unknown" };
      // A limit in another currency cannot be compared here, so a person looks at the order.
      const isWithin =
        gross.money.currency === condition.limit.currency && gross.money.amountMinor <= condition.limit.amountMinor;
      return isWithin ? undefined : { rule: "spending-limit-exceeded", limit: condition.limit, amount: gross.money };
    }
    case "recurring-order":
      return order.recurrence && { rule: "recurring-order", interval: order.recurrence.interval };
    case "amount-unknown":
      return gross.known ? undefined : { rule: "amount-unknown" };
    case "reseller-approval":
      return { rule: "reseller-approval", customer: order.customer.name };
    case "every-order":
      return { rule: "every-order" };
    default:
      return assertNever(condition);
  }
};

const stageIdAt = (index: number): StageId => stageIdSchema.parse(`stage-${index + 1}`);

/**
 * The people of a rule who may decide on this order, each once, because nobody decides a stage twice: without its
 * requester, unless self-approval is allowed (I26).
 */
const eligible = (rule: ApprovalRule, policy: ApprovalPolicy, order: OrderFacts): PersonReference[] => {
  const people = new Map(rule.candidates.map((candidate) => [candidate.personId, candidate]));
  if (policy.selfApproval === "forbidden") people.delete(order.requester.personId);
  return [...people.values()];
};

const needed = ({ requirement }: ApprovalRule): number => (requirement.mode === "n-of-m" ? requirement.n : 1);

/** What the flow keeps of the policy, so that a later change of the policy does not touch it. */
export const rulesOf = ({ id, version, rejectionReason, selfApproval, reversal }: ApprovalPolicy): FlowRules => ({
  policyId: id,
  policyVersion: version,
  rejectionReason,
  selfApproval,
  reversal,
});

/**
 * The stages that `order` must pass under `policy`, in the order of the policy's rules; none when no rule asks (I05).
 *
 * Refuses with `no-approver` where a rule asks but too few people may decide, so that no order is ever stuck (I23),
 * and where the amount is unknown and no rule asks: an unknown amount always needs a person.
 */
export const planStages = (order: OrderFacts, policy: ApprovalPolicy): Result<Stage[], Refusal<EngineRefusalCode>> => {
  const stages: Stage[] = [];
  for (const rule of policy.rules) {
    const reason = reasonFor(order, rule);
    if (reason === undefined) continue;
    const candidates = eligible(rule, policy, order);
    if (candidates.length < needed(rule)) return fail(refusal("no-approver", { role: rule.role }));
    const { role, requirement, escalation } = rule;
    stages.push({
      id: stageIdAt(stages.length),
      step: stages.length + 1,
      role,
      requirement,
      candidates,
      reason,
      ...(escalation === undefined ? {} : { escalation }),
    });
  }
  if (stages.length === 0 && !order.totals.gross.known) return fail(refusal("no-approver", { role: "approver" }));
  return ok(stages);
};
