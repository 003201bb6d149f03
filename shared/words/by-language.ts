import type { ErrorCode } from "#shared/contract/errors.ts";
import type { MailLanguage } from "#shared/domain/mail-preferences.ts";

import { germanConditions } from "./de/conditions.ts";
import { germanIntervals } from "./de/intervals.ts";
import { germanMail } from "./de/mail.ts";
import { germanPages } from "./de/pages.ts";
import { germanAcceptanceSentences } from "./de/sentences/german-acceptance.ts";
import { englishConditions } from "./en/conditions.ts";
import { englishIntervals } from "./en/intervals.ts";
import { englishMail } from "./en/mail.ts";
import { englishPages } from "./en/pages.ts";
import { sentences } from "./en/sentences.ts";
import type { Sentence } from "./sentence.ts";

// Mails, and the pages that their links lead to, exist in every language; a table without one does not compile.
export const mailWords = { en: englishMail, de: germanMail } as const satisfies Record<MailLanguage, object>;
export const pageWords = { en: englishPages, de: germanPages } as const satisfies Record<MailLanguage, object>;
export const conditionWords = { en: englishConditions, de: germanConditions } as const satisfies Record<
  MailLanguage,
  object
>;
export const intervalWords = { en: englishIntervals, de: germanIntervals } as const satisfies Record<
  MailLanguage,
  object
>;

/** Screens and the API speak English. German has only the sentences that may be in a mail; all others are in English. */
const sentencesOf: Readonly<Record<MailLanguage, Partial<Readonly<Record<ErrorCode, Sentence>>>>> = {
  en: sentences,
  de: germanAcceptanceSentences,
};

/** The sentence of a code in a language, or in English if that language has none. */
export const sentenceIn = (language: MailLanguage, code: ErrorCode): Sentence =>
  sentencesOf[language][code] ?? sentences[code];
