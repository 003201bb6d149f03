import { minorUnitDigits } from "#shared/domain/currency.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { MailLanguage, MailPreferences } from "#shared/domain/mail-preferences.ts";
import type { Money } from "#shared/domain/money.ts";
import { toDecimalString } from "#shared/domain/money.ts";
import type { RefusalArguments } from "#shared/domain/refusal.ts";
import { fillSentence } from "#shared/domain/sentence.ts";

/** An amount in the reader's way of writing numbers, with the digits of ISO 4217 (never those of `Intl`). */
export const moneyText = (money: Money, language: MailLanguage): string => {
  const digits = minorUnitDigits(money.currency);
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // A decimal as text keeps every digit, however large the amount.
  return `${format.format(toDecimalString(money) as Intl.StringNumericLiteral)} ${money.currency}`;
};

/** A point in time in the reader's zone and language, with the zone named. */
export const instantText = (at: Instant, { language, timeZone }: MailPreferences): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long", timeZone }).format(new Date(at));

/** A sentence with its figures in the reader's way of writing them. */
export const sentenceText = (template: string, args: RefusalArguments, language: MailLanguage): string =>
  fillSentence(template, args, (value) => (typeof value === "object" ? moneyText(value, language) : String(value)));
