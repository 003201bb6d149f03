import type { AskAnswer } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { holdsNewer } from "@countersign/shared/domain/newer.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

export type Understood = Result<MailPreferences, AppError>;

/** Fields that only a newer server knows are kept, and go back to it. */
const hasKnownValues = (read: AskAnswer<"readMailPreferences">): read is MailPreferences => !holdsNewer(read);

/** Saving preferences with values that only a newer server knows would lose them, so only fully understood ones can be changed. */
export const understood = (answer: Result<AskAnswer<"readMailPreferences">, AppError>): Understood => {
  if (!answer.ok) return answer;
  return hasKnownValues(answer.value) ? ok(answer.value) : fail(refusal("client-too-old"));
};

/** Whether two are equal, whatever the order of their fields. */
export const isSame = (one: MailPreferences, other: MailPreferences): boolean =>
  one.language === other.language &&
  one.timeZone === other.timeZone &&
  one.remindAtHour === other.remindAtHour &&
  one.quiet?.from === other.quiet?.from &&
  one.quiet?.until === other.quiet?.until;
