import { isErrorCode } from "#shared/contract/errors.ts";
import { sentences } from "#shared/contract/sentences.ts";
import type { StageReason } from "#shared/domain/approval-flow.ts";
import type { MailLanguage } from "#shared/domain/mail-preferences.ts";
import type { RefusalArguments } from "#shared/domain/refusal.ts";
import type { AcceptanceRefusalCode } from "#shared/engine/acceptance/refusals.ts";
import { acceptanceRefusalCodes } from "#shared/engine/acceptance/refusals.ts";
import { reasonSentence } from "#shared/engine/explain.ts";

import { sentenceText } from "./figures.ts";
import { germanInterval, germanPeriods, germanReasons, germanStops } from "./german-reasons.ts";

/** Figures that are words. */
const germanFigures = (reason: StageReason): RefusalArguments => {
  if (reason.rule === "recurring-order") return { interval: germanInterval(reason.interval) };
  if (reason.rule === "budget-exceeded") return { period: germanPeriods[reason.period] };
  return {};
};

/** Why a stage exists, in the reader's language. */
export const reasonText = (reason: StageReason, language: MailLanguage): string => {
  const { name, template, figures } = reasonSentence(reason);
  return language === "en"
    ? sentenceText(template, figures, language)
    : sentenceText(germanReasons[name], { ...figures, ...germanFigures(reason) }, language);
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
