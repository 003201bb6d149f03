import type { ErrorCode } from "#shared/contract/errors.ts";
import type { Refusal } from "#shared/domain/refusal.ts";

import { sentenceIn } from "./by-language.ts";
import { fillText } from "./fill-text.ts";
import type { Formats } from "./formats.ts";
import { plainFormats } from "./formats.ts";
import type { Sentence } from "./sentence.ts";
import { argumentsInWords } from "./terms.ts";

/** What happened and what to do next, in this reader's language and format. */
export const refusalSentence = ({ code, args }: Refusal<ErrorCode>, formats: Formats = plainFormats): Sentence => {
  const { happened, next } = sentenceIn(formats.language, code);
  const figures = argumentsInWords(args, formats);
  return { happened: fillText(happened, figures, formats), next: fillText(next, figures, formats) };
};

/** Both in one text. */
export const refusalText = (refusal: Refusal<ErrorCode>, formats: Formats = plainFormats): string => {
  const { happened, next } = refusalSentence(refusal, formats);
  return `${happened} ${next}`;
};
