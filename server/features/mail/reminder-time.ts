import { Temporal } from "temporal-polyfill";

import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { isQuietHour } from "@countersign/shared/domain/mail-preferences.ts";

const saturday = 6;

/**
 * The day, in the reader's zone, whose reminder is due now: on weekdays from their hour on, but not in their quiet time;
 * a reminder that falls into it waits until its end. `undefined` if none is due.
 */
export const reminderDay = (now: Instant, preferences: MailPreferences): string | undefined => {
  const { remindAtHour, timeZone } = preferences;
  if (remindAtHour === undefined) return undefined;
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone);
  if (local.dayOfWeek >= saturday || local.hour < remindAtHour || isQuietHour(local.hour, preferences))
    return undefined;
  return local.toPlainDate().toString();
};
