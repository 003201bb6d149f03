import { toDecimalString } from "./money.ts";
import type { RefusalArguments } from "./refusal.ts";

/** `1240.00` as `1,240.00`. */
const grouped = (decimal: string): string => decimal.replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ",");

/** An argument as plain English text: amounts with their currency, all else as it is. */
const plainArgument = (value: RefusalArguments[string]): string =>
  typeof value === "object" ? `${grouped(toDecimalString(value))} ${value.currency}` : String(value);

/** A sentence with its arguments filled in for `{{name}}`; `format` shows one argument, by default as plain text. */
export const fillSentence = (template: string, args: RefusalArguments, format = plainArgument): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = args[name];
    return value === undefined ? placeholder : format(value);
  });
