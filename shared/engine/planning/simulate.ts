import type { ApprovalPolicy } from "#shared/domain/policy.ts";
import type { Result } from "#shared/domain/result.ts";
import { ok } from "#shared/domain/result.ts";

import type { StageExplanation } from "../approval/explain.ts";
import { explain } from "../approval/explain.ts";
import type { PlanRefusal } from "./plan.ts";
import { planStages, flowPolicyOf } from "./plan.ts";
import type { OrderFacts, PlanContext } from "./plan-context.ts";
import { noContext } from "./plan-context.ts";

/** Who would have to approve an order, and why. */
export interface Simulation {
  /** No person is asked: the order would go straight to the seller. */
  readonly isNotNeeded: boolean;
  readonly stages: readonly StageExplanation[];
}

/**
 * Who would have to approve this order under this policy, and why, without placing it: for a draft, or to see what a
 * changed policy would mean. Fails as the submission would, with the remedy.
 */
export const simulate = (
  order: OrderFacts,
  policy: ApprovalPolicy,
  context: PlanContext = noContext,
): Result<Simulation, PlanRefusal> => {
  const planned = planStages(order, policy, context);
  if (!planned.ok) return planned;
  const stages = explain({
    flow: { policy: flowPolicyOf(policy), stages: planned.value, decisions: [], comments: [] },
  });
  return ok({ isNotNeeded: stages.length === 0, stages });
};
