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

/** Why a stage exists, as a sentence to be filled in: `{{name}}` stands for a figure. */
export interface ReasonSentence {
  readonly template: string;
  readonly figures: RefusalArguments;
}

/** Without a rate nobody knows which is more, and a person is asked. */
const isComparable = (amount: Money, limit: Money): boolean => amount.currency === limit.currency;

const creditRiskSentence = (reason: Extract<StageReason, { rule: "credit-risk-group" }>): ReasonSentence => {
  const { group, partner, amount, limit } = reason;
  // Its figures are the partner's own affair: whoever is of another level reads no group either (A76).
  if (group === "")
    return { template: "{{partner}} approves this order by its credit risk settings.", figures: { partner } };
  if (!amount.known)
    return {
      template: "{{partner}} approves orders of its credit risk group {{group}}; this one has no price.",
      figures: { group, partner },
    };
  if (limit === undefined)
    return {
      template:
        "{{partner}} approves every order of its credit risk group {{group}}; at its price this one is {{amount}}.",
      figures: { group, partner, amount: amount.money },
    };
  return {
    template: isComparable(amount.money, limit)
      ? "At {{partner}}’s price, {{amount}} exceeds the limit of {{limit}} in its credit risk group {{group}}."
      : "{{partner}}’s price of {{amount}} cannot be compared with the limit of {{limit}} in its credit risk group {{group}}: the currencies differ.",
    figures: { group, partner, amount: amount.money, limit },
  };
};

const budgetSentence = (reason: Extract<StageReason, { rule: "budget-exceeded" }>): ReasonSentence => {
  const { owner, period, budget, spent, amount } = reason;
  const whose = owner === "requester" ? "the requester’s" : "the cost centre’s";
  return {
    template: isComparable(amount, budget)
      ? `With {{spent}} already spent, {{amount}} exceeds ${whose} {{period}} budget of {{budget}}.`
      : `{{amount}} cannot be compared with ${whose} {{period}} budget of {{budget}}: the currencies differ.`,
    figures: { spent, amount, period, budget },
  };
};

/** The sentence of a stage's reason with the figures that the rule saw. */
export const reasonSentence = (reason: StageReason): ReasonSentence => {
  switch (reason.rule) {
    case "cost-centre":
      return {
        template: "The order is on the cost centre {{costCentre}}.",
        figures: { costCentre: reason.costCentre },
      };
    case "spending-limit-exceeded": {
      const { amount, limit } = reason;
      return {
        template: isComparable(amount, limit)
          ? "{{amount}} exceeds the spending limit of {{limit}} per order."
          : "{{amount}} cannot be compared with the spending limit of {{limit}} per order: the currencies differ.",
        figures: { amount, limit },
      };
    }
    case "authorizer-limit-exceeded":
      return {
        template: isComparable(reason.amount, reason.limit)
          ? "{{amount}} exceeds the limit of {{limit}} above which these people authorize."
          : "{{amount}} cannot be compared with the limit of {{limit}} above which these people authorize: the currencies differ.",
        figures: { amount: reason.amount, limit: reason.limit },
      };
    case "budget-exceeded":
      return budgetSentence(reason);
    case "recurring-order":
      return {
        template: "The order recurs {{interval}}; every recurring order is approved by a person.",
        figures: { interval: intervalWords(reason.interval) },
      };
    case "amount-unknown":
      return { template: "The order has no price, so a person decides.", figures: {} };
    case "reseller-approval":
      return {
        template: "Every order of {{customer}} is approved by its reseller.",
        figures: { customer: reason.customer },
      };
    case "credit-risk-group":
      return creditRiskSentence(reason);
    case "withheld":
      return {
        template: "{{organisation}} asks for this approval by a rule of its own.",
        figures: { organisation: reason.organisation },
      };
    case "every-order":
      return { template: "Every order is approved in this function.", figures: {} };
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
