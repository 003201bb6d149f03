import type { StageCondition } from "#shared/domain/approval-flow.ts";
import type { RefusalArguments } from "#shared/domain/refusal.ts";
import { conditionReason } from "#shared/engine/approval/explain.ts";

import { conditionWords, intervalWords } from "./by-language.ts";
import { fillText } from "./fill-text.ts";
import type { Formats } from "./formats.ts";
import { intervalText } from "./interval-text.ts";

/** The figures that are written as words. */
const figuresInWords = (condition: StageCondition, formats: Formats): RefusalArguments => {
  if (condition.when === "recurring-order") return { interval: intervalText(condition.interval, formats) };
  if (condition.when === "budget-exceeded") return { period: intervalWords[formats.language].period[condition.period] };
  return {};
};

/** Why a stage exists, with the figures that the rule saw: "1,240.00 EUR exceeds the spending limit of …". */
export const conditionText = (condition: StageCondition, formats: Formats): string => {
  const { code, args } = conditionReason(condition);
  const template: string = conditionWords[formats.language][code];
  return fillText(template, { ...args, ...figuresInWords(condition, formats) }, formats);
};
