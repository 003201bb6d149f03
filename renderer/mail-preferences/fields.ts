import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";

/** A part of the form. */
export interface FieldsProps {
  readonly preferences: MailPreferences;
  readonly onChange: (preferences: MailPreferences) => void;
}
