import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Formats } from "@countersign/shared/words/formats.ts";
import { readerFormats } from "@countersign/shared/words/formats.ts";

/** How the reader of a mail is told figures: in their language, times in their zone with the zone named. */
export const mailFormats = ({ language, timeZone }: Pick<MailPreferences, "language" | "timeZone">): Formats => {
  const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long", timeZone });
  return readerFormats({ language, locale: language, instant: (at) => times.format(new Date(at)) });
};
