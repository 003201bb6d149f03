import type { TFunction } from "i18next";

import type { Stage, StageReason } from "#shared/domain/approval-flow.ts";
import { assertNever } from "#shared/domain/result.ts";
import { formatMoney } from "#renderer/kit/format-money.ts";

import { intervalWords } from "./interval-words.ts";

type OrderTranslation = TFunction<"order">;

/** How many of the candidates must approve, in words. */
export const requirementWords = ({ requirement, candidates }: Stage, t: OrderTranslation): string => {
  const count = candidates.length;
  switch (requirement.mode) {
    case "any":
      return t("stages.any", { count });
    case "all":
      return t("stages.all", { count });
    case "n-of-m":
      return t("stages.some", { n: requirement.n, count });
    default:
      return assertNever(requirement);
  }
};

/** Why the stage exists, with the figures that the rule saw. */
export const reasonWords = (reason: StageReason, t: OrderTranslation): string => {
  switch (reason.rule) {
    case "cost-centre":
      return t("why.cost-centre", { costCentre: reason.costCentre });
    case "spending-limit-exceeded": {
      const figures = { amount: formatMoney(reason.amount), limit: formatMoney(reason.limit) };
      const isComparable = reason.amount.currency === reason.limit.currency;
      return isComparable ? t("why.spending-limit-exceeded", figures) : t("why.spending-limit-other-currency", figures);
    }
    case "recurring-order":
      return t("why.recurring-order", { interval: intervalWords(reason.interval, t) });
    case "amount-unknown":
      return t("why.amount-unknown");
    case "reseller-approval":
      return t("why.reseller-approval", { customer: reason.customer });
    case "every-order":
      return t("why.every-order");
    case "budget-exceeded": {
      const { owner, period, amount, spent, budget } = reason;
      const figures = { amount: formatMoney(amount), spent: formatMoney(spent), budget: formatMoney(budget) };
      return t(`why.budget-exceeded.${owner}`, { ...figures, period: t(`why.budget-period.${period}`) });
    }
    case "authorizer-limit-exceeded":
      return t("why.authorizer-limit-exceeded", {
        amount: formatMoney(reason.amount),
        limit: formatMoney(reason.limit),
      });
    case "credit-risk-group": {
      const { group, partner, amount, limit } = reason;
      if (!amount.known) return t("why.credit-risk-group.unknown", { group, partner });
      const figures = { group, partner, amount: formatMoney(amount.money) };
      return limit === undefined
        ? t("why.credit-risk-group.always", figures)
        : t("why.credit-risk-group.limit", { ...figures, limit: formatMoney(limit) });
    }
    default:
      return assertNever(reason);
  }
};
