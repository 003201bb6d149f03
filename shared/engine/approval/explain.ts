import type { StageCondition, StageRole } from "#shared/domain/approval-flow.ts";
import type { StageId } from "#shared/domain/ids.ts";
import type { Money } from "#shared/domain/money.ts";
import type { Order } from "#shared/domain/order.ts";
import type { RefusalArguments } from "#shared/domain/refusal.ts";
import { assertNever } from "#shared/domain/result.ts";

import type { ConditionCode } from "./condition-codes.ts";
import type { StageState } from "./fold.ts";
import { foldFlow } from "./fold.ts";

/** Why a stage exists: a code of a closed list and the figures for its sentence. */
export interface ConditionReason {
  readonly code: ConditionCode;
  readonly args: RefusalArguments;
}

const reasonOf = (code: ConditionCode, args: RefusalArguments): ConditionReason => ({ code, args });

/** Without a rate, the two cannot be compared, and a person is asked. */
const compared = <Name extends ConditionCode>(name: Name, amount: Money, limit: Money) =>
  amount.currency === limit.currency ? name : (`${name}-in-another-currency` as const);

const creditRiskReason = (condition: Extract<StageCondition, { when: "credit-risk-group" }>): ConditionReason => {
  const { group, partner, amount, limit } = condition;
  // The figures are the partner's own: readers at another level do not see the group either (A76).
  if (group === "") return reasonOf("credit-risk-withheld", { partner });
  if (!amount.known) return reasonOf("credit-risk-without-price", { group, partner });
  const { money } = amount;
  if (limit === undefined) return reasonOf("credit-risk-of-every-order", { group, partner, amount: money });
  return reasonOf(compared("credit-risk", money, limit), { group, partner, amount: money, limit });
};

/** The reason of a stage with the figures that the rule saw. An interval stays in ISO 8601. */
export const conditionReason = (condition: StageCondition): ConditionReason => {
  switch (condition.when) {
    case "cost-centre":
      return reasonOf("cost-centre", { costCentre: condition.costCentre });
    case "spending-limit-exceeded": {
      const { amount, limit } = condition;
      return reasonOf(compared("spending-limit", amount, limit), { amount, limit });
    }
    case "authorizer-limit-exceeded": {
      const { amount, limit } = condition;
      return reasonOf(compared("authorizer-limit", amount, limit), { amount, limit });
    }
    case "budget-exceeded": {
      const { owner, period, budget, spent, amount } = condition;
      return reasonOf(compared(`${owner}-budget`, amount, budget), { spent, amount, period, budget });
    }
    case "recurring-order":
      return reasonOf("recurring-order", { interval: condition.interval });
    case "amount-unknown":
      return reasonOf("amount-unknown", {});
    case "reseller-approval":
      return reasonOf("reseller-approval", { customer: condition.customer });
    case "credit-risk-group":
      return creditRiskReason(condition);
    case "withheld":
      return reasonOf("withheld", { organisation: condition.organisation });
    case "every-order":
      return reasonOf("every-order", {});
    default:
      return assertNever(condition);
  }
};

/** One stage explained: the rule that asked for it, the code and figures of its sentence, and its state. */
export interface StageExplanation {
  readonly stageId: StageId;
  readonly step: number;
  readonly role: StageRole;
  readonly when: StageCondition["when"];
  readonly reason: ConditionReason;
  readonly asks: readonly string[];
  readonly state: StageState;
}

/** Why each stage of the order is there, whom it asks, and its state. */
export const explain = (order: Pick<Order, "flow">): StageExplanation[] =>
  foldFlow(order.flow).stages.map(({ stage, state }) => ({
    stageId: stage.id,
    step: stage.step,
    role: stage.role,
    when: stage.condition.when,
    reason: conditionReason(stage.condition),
    asks: stage.candidates.map(({ name }) => name),
    state,
  }));
