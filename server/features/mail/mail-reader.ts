import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

/** To whom a mail is written, and how they want it. */
export interface MailReader {
  readonly person: Person;
  readonly preferences: MailPreferences;
}
