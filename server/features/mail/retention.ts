import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import type { Services } from "#server/records/services.ts";

/** How long a mail is kept, with its text and its address. An event is handled within days, so none is mailed twice. */
const keptMillis = 90 * 24 * 60 * 60 * 1_000;

/** Removes old mails that no longer have to be sent. */
export const forgetMails = async ({ db, clock }: Pick<Services, "clock" | "db">): Promise<void> => {
  await db
    .deleteFrom("mails")
    .where("state", "!=", "queued")
    .where("created_at", "<", instantFromMillis(millisOf(clock.now()) - keptMillis))
    .execute();
};
