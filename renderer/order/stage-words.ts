import type { TFunction } from "i18next";

import type { Stage, StageReason } from "#shared/domain/approval-flow.ts";
import { assertNever } from "#shared/domain/result.ts";
import { fillSentence } from "#shared/domain/sentence.ts";
import { reasonSentence } from "#shared/engine/explain.ts";
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

/** Why the stage exists, with the figures that the rule saw: the engine's sentence in the reader's formats. */
export const reasonWords = (reason: StageReason, t: OrderTranslation): string => {
  const { template, figures } = reasonSentence(reason);
  const interval = reason.rule === "recurring-order" ? { interval: intervalWords(reason.interval, t) } : {};
  return fillSentence(template, { ...figures, ...interval }, (value) =>
    typeof value === "object" ? formatMoney(value) : String(value),
  );
};
