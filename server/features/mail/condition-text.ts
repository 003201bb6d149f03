import { isErrorCode } from "@countersign/shared/contract/errors.ts";
import { sentences } from "@countersign/shared/words/en/sentences.ts";
import type { StageCondition } from "@countersign/shared/domain/approval-flow.ts";
import type { MailLanguage } from "@countersign/shared/domain/mail-preferences.ts";
import type { RefusalArguments } from "@countersign/shared/domain/refusal.ts";
import type { AcceptanceRefusalCode } from "@countersign/shared/engine/fulfilment/acceptance/refusals.ts";
import { acceptanceRefusalCodes } from "@countersign/shared/engine/fulfilment/acceptance/refusals.ts";
import { conditionSentence } from "@countersign/shared/engine/approval/explain.ts";

import { sentenceText } from "./figures.ts";
import { germanInterval, germanPeriods, germanConditions, germanStops } from "./german-conditions.ts";

/** Figures that are words. */
const germanFigures = (condition: StageCondition): RefusalArguments => {
  if (condition.when === "recurring-order") return { interval: germanInterval(condition.interval) };
  if (condition.when === "budget-exceeded") return { period: germanPeriods[condition.period] };
  return {};
};

/** Why a stage exists, in the reader's language. */
export const conditionText = (condition: StageCondition, language: MailLanguage): string => {
  const { name, template, figures } = conditionSentence(condition);
  return language === "en"
    ? sentenceText(template, figures, language)
    : sentenceText(germanConditions[name], { ...figures, ...germanFigures(condition) }, language);
};

const isAcceptanceCode = (code: string): code is AcceptanceRefusalCode =>
  (acceptanceRefusalCodes as readonly string[]).includes(code);

/** What a check after acceptance found, in the reader's language; `undefined` for a code that this version does not know. */
export const stopText = (code: string, args: RefusalArguments, language: MailLanguage): string | undefined => {
  if (language === "de" && isAcceptanceCode(code)) return sentenceText(germanStops[code], args, language);
  if (!isErrorCode(code)) return undefined;
  const { happened, next } = sentences[code];
  return sentenceText(`${happened} ${next}`, args, language);
};
