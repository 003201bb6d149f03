import { instantSchema } from "#shared/domain/instant.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { MailLanguage } from "#shared/domain/mail-preferences.ts";
import type { Money } from "#shared/domain/money.ts";

import { moneyFigures, moneyText } from "./money-text.ts";
import type { Argument } from "./text.ts";

/** How figures are written for one reader. */
export interface Formats {
  /** The language of the words around them. */
  readonly language: MailLanguage;
  /** An argument as it is written in a text; `name` is the name of its place. */
  readonly show: (value: Argument, name: string) => string;
}

const isMoney = (value: Argument): value is Money => typeof value === "object";

/** An HTTP status is a name that happens to be a number. */
const shownNumber = (value: number, name: string, locale: string | undefined): string =>
  name === "status" ? String(value) : new Intl.NumberFormat(locale).format(value);

export interface ReaderFormats {
  readonly language: MailLanguage;
  /** How figures are written; the reader's own locale when missing. */
  readonly locale?: string;
  readonly instant: (at: Instant) => string;
  /** Other text: names, and members of closed lists. */
  readonly word?: (value: string, name: string) => string;
}

/** Amounts, numbers and times in the reader's format. */
export const readerFormats = ({ language, locale, instant, word = String }: ReaderFormats): Formats => ({
  language,
  show: (value, name) => {
    if (isMoney(value)) return moneyText(value, locale);
    if (typeof value === "number") return shownNumber(value, name, locale);
    const at = instantSchema.safeParse(value);
    return at.success ? instant(at.data) : word(value, name);
  },
});

/** For readers of API answers: English, with times in ISO 8601 and numbers as in JSON. */
export const plainFormats: Formats = {
  language: "en",
  show: (value) => (isMoney(value) ? `${moneyFigures(value, "en")} ${value.currency}` : String(value)),
};
