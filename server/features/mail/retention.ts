import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import type { Services } from "#server/records/services.ts";

/** How long a mail is kept after it left, with its text and its address: events are handed on within days. */
const keptMillis = 90 * 24 * 60 * 60 * 1_000;

/** Removes mails that are old and not to be sent any more. */
export const forgetMails = async ({ db, clock }: Pick<Services, "clock" | "db">): Promise<void> => {
  await db
    .deleteFrom("mails")
    .where("state", "!=", "queued")
    .where("created_at", "<", instantFromMillis(millisOf(clock.now()) - keptMillis))
    .execute();
};
