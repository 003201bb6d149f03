import type { StageCondition, StageRole } from "#shared/domain/approval-flow.ts";
import type { StageId } from "#shared/domain/ids.ts";
import { englishInterval } from "#shared/domain/interval.ts";
import type { Money } from "#shared/domain/money.ts";
import type { Order } from "#shared/domain/order.ts";
import type { RefusalArguments } from "#shared/domain/refusal.ts";
import { assertNever } from "#shared/domain/result.ts";
import { fillSentence } from "#shared/domain/sentence.ts";

import type { StageState } from "./fold.ts";
import { foldFlow } from "./fold.ts";
import type { ConditionTemplate } from "./condition-templates.ts";
import { conditionTemplates } from "./condition-templates.ts";

/** Why a stage exists, as a sentence to be filled in: `{{name}}` stands for a figure. */
export interface ConditionSentence {
  /** Names the sentence, for who says it in another language. */
  readonly name: ConditionTemplate;
  readonly template: string;
  readonly figures: RefusalArguments;
}

const sentenceOf = (name: ConditionTemplate, figures: RefusalArguments): ConditionSentence => ({
  name,
  template: conditionTemplates[name],
  figures,
});

/** Without a rate nobody knows which is more, and a person is asked. */
const compared = <Name extends ConditionTemplate>(name: Name, amount: Money, limit: Money) =>
  amount.currency === limit.currency ? name : (`${name}-in-another-currency` as const);

const creditRiskSentence = (condition: Extract<StageCondition, { when: "credit-risk-group" }>): ConditionSentence => {
  const { group, partner, amount, limit } = condition;
  // Its figures are the partner's own affair: whoever is of another level reads no group either (A76).
  if (group === "") return sentenceOf("credit-risk-withheld", { partner });
  if (!amount.known) return sentenceOf("credit-risk-without-price", { group, partner });
  const { money } = amount;
  if (limit === undefined) return sentenceOf("credit-risk-of-every-order", { group, partner, amount: money });
  return sentenceOf(compared("credit-risk", money, limit), { group, partner, amount: money, limit });
};

/** The sentence of a stage's reason with the figures that the rule saw. */
export const conditionSentence = (condition: StageCondition): ConditionSentence => {
  switch (condition.when) {
    case "cost-centre":
      return sentenceOf("cost-centre", { costCentre: condition.costCentre });
    case "spending-limit-exceeded": {
      const { amount, limit } = condition;
      return sentenceOf(compared("spending-limit", amount, limit), { amount, limit });
    }
    case "authorizer-limit-exceeded": {
      const { amount, limit } = condition;
      return sentenceOf(compared("authorizer-limit", amount, limit), { amount, limit });
    }
    case "budget-exceeded": {
      const { owner, period, budget, spent, amount } = condition;
      return sentenceOf(compared(`${owner}-budget`, amount, budget), { spent, amount, period, budget });
    }
    case "recurring-order":
      return sentenceOf("recurring-order", { interval: englishInterval(condition.interval) });
    case "amount-unknown":
      return sentenceOf("amount-unknown", {});
    case "reseller-approval":
      return sentenceOf("reseller-approval", { customer: condition.customer });
    case "credit-risk-group":
      return creditRiskSentence(condition);
    case "withheld":
      return sentenceOf("withheld", { organisation: condition.organisation });
    case "every-order":
      return sentenceOf("every-order", {});
    default:
      return assertNever(condition);
  }
};

/** One stage explained: the rule that asked for it, its figures, the sentence in words, and how it stands. */
export interface StageExplanation {
  readonly stageId: StageId;
  readonly step: number;
  readonly role: StageRole;
  readonly when: StageCondition["when"];
  readonly figures: RefusalArguments;
  readonly sentence: string;
  readonly asks: readonly string[];
  readonly state: StageState;
}

/** Why each stage of the order is there, in plain English: "1,240.00 EUR exceeds the spending limit of …". */
export const explain = (order: Pick<Order, "flow">): StageExplanation[] =>
  foldFlow(order.flow).stages.map(({ stage, state }) => {
    const { template, figures } = conditionSentence(stage.condition);
    return {
      stageId: stage.id,
      step: stage.step,
      role: stage.role,
      when: stage.condition.when,
      figures,
      sentence: fillSentence(template, figures),
      asks: stage.candidates.map(({ name }) => name),
      state,
    };
  });
