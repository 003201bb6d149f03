import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { scheduledQueue } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

/** How long the log tells of a message. An event is handed on within days, so that none is told twice for this. */
const keptMillis = 90 * 24 * 60 * 60 * 1_000;

export const forgetDeliveriesQueue = scheduledQueue("webhooks-forget");

/** Removes messages from the log that are old and not to be tried any more. */
export const forgetDeliveries = async ({ db, clock }: Pick<Services, "clock" | "db">): Promise<void> => {
  await db
    .deleteFrom("webhook_deliveries")
    .where("state", "!=", "waiting")
    .where("created_at", "<", instantFromMillis(millisOf(clock.now()) - keptMillis))
    .execute();
};
