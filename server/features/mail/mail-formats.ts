import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Formats } from "@countersign/shared/words/formats.ts";
import { readerFormats } from "@countersign/shared/words/formats.ts";

/** The formats of figures in a mail: in its reader's language, and times in their zone, with the zone's name. */
export const mailFormats = ({ language, timeZone }: Pick<MailPreferences, "language" | "timeZone">): Formats => {
  const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long", timeZone });
  return readerFormats({ language, locale: language, instant: (at) => times.format(new Date(at)) });
};
