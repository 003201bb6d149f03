import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

/** The reader of a mail, with their preferences. */
export interface MailReader {
  readonly person: Person;
  readonly preferences: MailPreferences;
}
