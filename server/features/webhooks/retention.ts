import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { scheduledQueue } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

/** How long a message stays in the log. An event is handled within days, so none is sent twice because of this. */
const keptMillis = 90 * 24 * 60 * 60 * 1_000;

export const forgetDeliveriesQueue = scheduledQueue("webhooks-forget");

/** Removes old messages that will not be tried again from the log. */
export const forgetDeliveries = async ({ db, clock }: Pick<Services, "clock" | "db">): Promise<void> => {
  await db
    .deleteFrom("webhook_deliveries")
    .where("state", "!=", "waiting")
    .where("created_at", "<", instantFromMillis(millisOf(clock.now()) - keptMillis))
    .execute();
};
