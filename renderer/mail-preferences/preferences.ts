import type { AskAnswer } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { mailPreferencesSchema } from "@countersign/shared/domain/mail-preferences.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

export type Understood = Result<MailPreferences, AppError>;

/** Saving preferences with values that only a newer server knows would lose them, so only fully understood ones can be changed. */
export const understood = (answer: Result<AskAnswer<"readMailPreferences">, AppError>): Understood => {
  if (!answer.ok) return answer;
  const read = mailPreferencesSchema.safeParse(answer.value);
  return read.success ? ok(read.data) : fail(refusal("client-too-old"));
};

/** Whether two are equal, whatever the order of their fields. */
export const isSame = (one: MailPreferences, other: MailPreferences): boolean =>
  one.language === other.language &&
  one.timeZone === other.timeZone &&
  one.remindAtHour === other.remindAtHour &&
  one.quiet?.from === other.quiet?.from &&
  one.quiet?.until === other.quiet?.until;
