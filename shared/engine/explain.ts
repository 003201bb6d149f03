import type { StageReason, StageRole } from "#shared/domain/approval-flow.ts";
import type { StageId } from "#shared/domain/ids.ts";
import { intervalWords } from "#shared/domain/interval.ts";
import type { Money } from "#shared/domain/money.ts";
import type { Order } from "#shared/domain/order.ts";
import type { RefusalArguments } from "#shared/domain/refusal.ts";
import { assertNever } from "#shared/domain/result.ts";
import { fillSentence } from "#shared/domain/sentence.ts";

import type { StageState } from "./fold.ts";
import { foldFlow } from "./fold.ts";
import type { ReasonTemplate } from "./reason-templates.ts";
import { reasonTemplates } from "./reason-templates.ts";

/** Why a stage exists, as a sentence to be filled in: `{{name}}` stands for a figure. */
export interface ReasonSentence {
  /** Names the sentence, for who says it in another language. */
  readonly name: ReasonTemplate;
  readonly template: string;
  readonly figures: RefusalArguments;
}

const sentence = (name: ReasonTemplate, figures: RefusalArguments): ReasonSentence => ({
  name,
  template: reasonTemplates[name],
  figures,
});

/** Without a rate nobody knows which is more, and a person is asked. */
const compared = <Name extends ReasonTemplate>(name: Name, amount: Money, limit: Money) =>
  amount.currency === limit.currency ? name : (`${name}-in-another-currency` as const);

const creditRiskSentence = (reason: Extract<StageReason, { rule: "credit-risk-group" }>): ReasonSentence => {
  const { group, partner, amount, limit } = reason;
  // Its figures are the partner's own affair: whoever is of another level reads no group either (A76).
  if (group === "") return sentence("credit-risk-withheld", { partner });
  if (!amount.known) return sentence("credit-risk-without-price", { group, partner });
  const { money } = amount;
  if (limit === undefined) return sentence("credit-risk-of-every-order", { group, partner, amount: money });
  return sentence(compared("credit-risk", money, limit), { group, partner, amount: money, limit });
};

/** The sentence of a stage's reason with the figures that the rule saw. */
export const reasonSentence = (reason: StageReason): ReasonSentence => {
  switch (reason.rule) {
    case "cost-centre":
      return sentence("cost-centre", { costCentre: reason.costCentre });
    case "spending-limit-exceeded": {
      const { amount, limit } = reason;
      return sentence(compared("spending-limit", amount, limit), { amount, limit });
    }
    case "authorizer-limit-exceeded": {
      const { amount, limit } = reason;
      return sentence(compared("authorizer-limit", amount, limit), { amount, limit });
    }
    case "budget-exceeded": {
      const { owner, period, budget, spent, amount } = reason;
      return sentence(compared(`${owner}-budget`, amount, budget), { spent, amount, period, budget });
    }
    case "recurring-order":
      return sentence("recurring-order", { interval: intervalWords(reason.interval) });
    case "amount-unknown":
      return sentence("amount-unknown", {});
    case "reseller-approval":
      return sentence("reseller-approval", { customer: reason.customer });
    case "credit-risk-group":
      return creditRiskSentence(reason);
    case "withheld":
      return sentence("withheld", { organisation: reason.organisation });
    case "every-order":
      return sentence("every-order", {});
    default:
      return assertNever(reason);
  }
};

/** One stage explained: the rule that asked for it, its figures, the sentence in words, and how it stands. */
export interface StageExplanation {
  readonly stageId: StageId;
  readonly step: number;
  readonly role: StageRole;
  readonly rule: StageReason["rule"];
  readonly figures: RefusalArguments;
  readonly sentence: string;
  readonly asks: readonly string[];
  readonly state: StageState;
}

/** Why each stage of the order is there, in plain English: "1,240.00 EUR exceeds the spending limit of …". */
export const explain = (order: Pick<Order, "flow">): StageExplanation[] =>
  foldFlow(order.flow).stages.map(({ stage, state }) => {
    const { template, figures } = reasonSentence(stage.reason);
    return {
      stageId: stage.id,
      step: stage.step,
      role: stage.role,
      rule: stage.reason.rule,
      figures,
      sentence: fillSentence(template, figures),
      asks: stage.candidates.map(({ name }) => name),
      state,
    };
  });
