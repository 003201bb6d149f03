import type { RefusalArguments } from "#shared/domain/refusal.ts";

import type { Formats } from "./formats.ts";
import { plainFormats } from "./formats.ts";
import type { ArgumentsOf, Plural, Text } from "./text.ts";

const isPlural = (text: Text): text is Plural => typeof text !== "string";

const templateFor = (text: Text, { count }: RefusalArguments, { language }: Formats): string => {
  if (!isPlural(text)) return text;
  return new Intl.PluralRules(language).select(Number(count)) === "one" ? text.one : text.other;
};

/**
 * The only way from a text to what a person reads, on a screen, in a mail, on a page or in an answer of the API: each
 * `{{name}}` is replaced by its argument in the reader's format. Arguments are never treated as templates themselves. The
 * result is plain text: code that makes HTML of it has to escape it.
 */
export const fillText = <const Given extends Text>(
  text: Given,
  args: ArgumentsOf<Given>,
  formats: Formats = plainFormats,
): string =>
  templateFor(text, args, formats).replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = (args as RefusalArguments)[name];
    return value === undefined ? placeholder : formats.show(value, name);
  });
