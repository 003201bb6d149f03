import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { MailLanguage, MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Money } from "@countersign/shared/domain/money.ts";
import { moneyFigures } from "@countersign/shared/domain/money-text.ts";
import type { RefusalArguments } from "@countersign/shared/domain/refusal.ts";
import { fillSentence } from "@countersign/shared/domain/sentence.ts";

/** An amount in the reader's way of writing numbers. */
export const moneyText = (money: Money, language: MailLanguage): string =>
  `${moneyFigures(money, language)} ${money.currency}`;

/** A point in time in the reader's zone and language, with the zone named. */
export const instantText = (at: Instant, { language, timeZone }: MailPreferences): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long", timeZone }).format(new Date(at));

/** A sentence with its figures in the reader's way of writing them. */
export const sentenceText = (template: string, args: RefusalArguments, language: MailLanguage): string =>
  fillSentence(template, args, (value) => (typeof value === "object" ? moneyText(value, language) : String(value)));
