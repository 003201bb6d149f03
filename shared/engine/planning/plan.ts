import type { Candidate, FlowPolicy, Stage, StageCondition } from "#shared/domain/approval-flow.ts";
import type { StageId } from "#shared/domain/ids.ts";
import { stageIdSchema } from "#shared/domain/ids.ts";
import { exceedsLimit } from "#shared/domain/limit.ts";
import type { ApprovalPolicy, ApprovalRule } from "#shared/domain/policy.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { assertNever, fail, ok } from "#shared/domain/result.ts";
import type { Result } from "#shared/domain/result.ts";

import type { AccountRefusalCode } from "../accounts/refusals.ts";
import { requestAuthorizers } from "./authorizers/request-authorizers.ts";
import { checkBudget } from "./budget/check.ts";
import { creditRiskRequests } from "./credit-risk/chain.ts";
import type { OrderFacts, PlanContext } from "./plan-context.ts";
import { noContext } from "./plan-context.ts";
import type { EngineRefusalCode } from "../approval/refusals.ts";
import { resellerStageRequest } from "./reseller/stage.ts";
import type { StageRequest } from "./stage-request.ts";

export type PlanRefusal = Refusal<EngineRefusalCode | AccountRefusalCode>;

/** The requests of one step, asked at the same time. Most rules ask for one step with one request, or none. */
type Steps = readonly (readonly StageRequest[])[];

const spendingLimitCondition = (
  { totals: { gross }, requester }: OrderFacts,
  condition: Extract<ApprovalRule["condition"], { when: "spending-limit-exceeded" }>,
  policy: ApprovalPolicy,
  { rates }: PlanContext,
): StageCondition | undefined => {
  if (condition.requesterId !== undefined && condition.requesterId !== requester.personId) return undefined;
  if (!exceedsLimit(gross, condition.limit, rates, policy.limitComparison)) return undefined;
  return gross.known
    ? { when: "spending-limit-exceeded", limit: condition.limit, amount: gross.money }
    : { when: "amount-unknown" };
};

/** What `rule` asks for on this order. An unknown amount is over every limit. */
const stepsOf = (
  order: OrderFacts,
  rule: ApprovalRule,
  policy: ApprovalPolicy,
  context: PlanContext,
): Result<Steps, PlanRefusal> => {
  const { condition, role, requirement, candidates } = rule;
  const ask = (met: StageCondition | undefined): Result<Steps, never> =>
    ok(met === undefined ? [] : [[{ role, requirement, candidates, condition: met }]]);
  switch (condition.when) {
    case "cost-centre":
      return ask(
        order.costCentre?.id === condition.costCentreId
          ? { when: "cost-centre", costCentre: order.costCentre.name }
          : undefined,
      );
    case "spending-limit-exceeded":
      return ask(spendingLimitCondition(order, condition, policy, context));
    case "budget-exceeded": {
      const { pastOrders, rates } = context;
      const counted = { ...order, revision: 0, status: "pending" as const };
      return ask(checkBudget(condition.budget, counted, pastOrders, { settings: condition.settings, rates }));
    }
    case "recurring-order":
      return ask(order.recurrence && { when: "recurring-order", interval: order.recurrence.interval });
    case "amount-unknown":
      return ask(order.totals.gross.known ? undefined : { when: "amount-unknown" });
    case "reseller-approval": {
      const { reseller } = context;
      if (reseller === undefined) return ask({ when: "reseller-approval", customer: order.customer.name });
      const request = resellerStageRequest(order, reseller.account, reseller.approval, reseller.approvers);
      return ok(request === undefined ? [] : [[request]]);
    }
    case "authorizer-limit-exceeded": {
      if (context.authorization === undefined) return ok([]);
      const requests = requestAuthorizers({
        ...context.authorization,
        amount: order.totals.gross,
        rates: context.rates,
      });
      return requests.ok ? ok(requests.value.map((request) => [request])) : requests;
    }
    case "credit-risk-group": {
      const { customer: buyer, lines } = order;
      const requests = creditRiskRequests({ buyer, lines, partners: context.partners }, context.rates);
      return ok(requests.length === 0 ? [] : [requests]);
    }
    case "every-order":
      return ask({ when: "every-order" });
    default:
      return assertNever(condition);
  }
};

const stageIdAt = (index: number): StageId => stageIdSchema.parse(`stage-${index + 1}`);

/**
 * The people of a request who may decide on this order, each once, because nobody decides a stage twice: without its
 * requester, unless self-approval is allowed (I26).
 */
const eligible = ({ candidates }: StageRequest, policy: ApprovalPolicy, order: OrderFacts): Candidate[] => {
  const people = new Map(candidates.map((candidate) => [candidate.personId, candidate]));
  if (policy.selfApproval === "forbidden") people.delete(order.requester.personId);
  return [...people.values()];
};

const needed = ({ requirement }: StageRequest): number => (requirement.mode === "n-of-m" ? requirement.n : 1);

/** What the flow stores of the policy, so that a later change of the policy does not touch it. */
export const flowPolicyOf = ({ id, version, rejectionReason, selfApproval, reversal }: ApprovalPolicy): FlowPolicy => ({
  id: id,
  version: version,
  rejectionReason,
  selfApproval,
  reversal,
});

/**
 * The stages that `order` must pass under `policy`, in the order of the policy's rules; none when no rule asks (I05).
 *
 * Refuses with `no-approver` if a rule asks but too few people may decide, so that no order is ever stuck (I23), and if
 * the amount is unknown and no rule asks: an unknown amount always needs a person.
 */
export const planStages = (
  order: OrderFacts,
  policy: ApprovalPolicy,
  context: PlanContext = noContext,
): Result<Stage[], PlanRefusal> => {
  const stages: Stage[] = [];
  let step = 0;
  for (const rule of policy.rules) {
    const steps = stepsOf(order, rule, policy, context);
    if (!steps.ok) return steps;
    for (const requests of steps.value) {
      step += 1;
      for (const request of requests) {
        const candidates = eligible(request, policy, order);
        if (candidates.length < needed(request)) return fail(refusal("no-approver", { role: request.role }));
        stages.push({
          id: stageIdAt(stages.length),
          step,
          role: request.role,
          requirement: request.requirement,
          candidates,
          condition: request.condition,
          ...(rule.escalation === undefined ? {} : { escalation: rule.escalation }),
        });
      }
    }
  }
  if (stages.length === 0 && !order.totals.gross.known) return fail(refusal("no-approver", { role: "approver" }));
  return ok(stages);
};
