import type { MailLanguage } from "#shared/domain/mail-preferences.ts";
import type { RefusalArguments } from "#shared/domain/refusal.ts";

import { germanTerms } from "./de/terms.ts";
import { englishTerms } from "./en/terms.ts";
import { fillText } from "./fill-text.ts";
import type { Formats } from "./formats.ts";

type Terms = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A term that German lacks is in English, like the sentence around it. */
const termsOf: Readonly<Record<MailLanguage, Terms>> = { en: englishTerms, de: { ...englishTerms, ...germanTerms } };

/** Separates several codes of one argument. */
const separator = ", ";

/** The arguments of a sentence, with words for those that are codes. Unknown codes stay as they are. */
export const argumentsInWords = (args: RefusalArguments, formats: Formats): RefusalArguments => {
  const inWords = (name: string, value: RefusalArguments[string]): RefusalArguments[string] => {
    const terms = termsOf[formats.language][name];
    if (terms === undefined || typeof value !== "string") return value;
    const words = value.split(separator).map((code) => {
      const term: string | undefined = Object.hasOwn(terms, code) ? terms[code] : undefined;
      return term === undefined ? code : fillText(term, args, formats);
    });
    return words.join(separator);
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, inWords(name, value)]));
};
