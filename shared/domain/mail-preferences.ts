import { z } from "zod";

import { instantSchema } from "./instant.ts";
import { personReferenceSchema } from "./people.ts";
import { recurrenceSchema } from "./recurrence.ts";

export const mailLanguages = ["en", "de"] as const;
export const mailLanguageSchema = z.enum(mailLanguages);
export type MailLanguage = z.infer<typeof mailLanguageSchema>;

const hour = z.int().min(0).max(23);

/** How a person wants to receive mail. */
export const mailPreferencesSchema = z.strictObject({
  language: mailLanguageSchema,
  /** IANA name; for the times in a mail, and the hours below. */
  timeZone: recurrenceSchema.shape.timeZone,
  /** The hour of reminders of open orders on weekdays; without it, there are none (S43). */
  remindAtHour: hour.exactOptional(),
  /** No reminder from this hour until that one. */
  quiet: z.strictObject({ from: hour, until: hour }).exactOptional(),
});
export type MailPreferences = z.infer<typeof mailPreferencesSchema>;

/** The default: English, and a reminder in the morning. */
export const defaultMailPreferences: MailPreferences = { language: "en", timeZone: "UTC", remindAtHour: 8 };

export const isQuietHour = (hourOfDay: number, { quiet }: Pick<MailPreferences, "quiet">): boolean => {
  if (quiet === undefined || quiet.from === quiet.until) return false;
  const { from, until } = quiet;
  return from < until ? hourOfDay >= from && hourOfDay < until : hourOfDay >= from || hourOfDay < until;
};

/**
 * The hour from which a day's reminder is sent: the person's, or the end of the quiet hours that it falls into. `undefined`
 * when there is none, or when the quiet hours last until the end of the day.
 */
export const reminderHour = (preferences: MailPreferences): number | undefined => {
  const { remindAtHour } = preferences;
  if (remindAtHour === undefined) return undefined;
  for (let hourOfDay = remindAtHour; hourOfDay < 24; hourOfDay += 1)
    if (!isQuietHour(hourOfDay, preferences)) return hourOfDay;
  return undefined;
};

/** Whom a reseller's order confirmations may go to (W15). */
export const resellerContactsSchema = z.strictObject({
  billTo: personReferenceSchema.exactOptional(),
  primary: personReferenceSchema.exactOptional(),
  others: z.array(z.strictObject({ ...personReferenceSchema.shape, since: instantSchema })).max(1_000),
});
export type ResellerContacts = z.infer<typeof resellerContactsSchema>;
