import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { forgetKeys } from "#server/foundation/http/idempotency-store.ts";
import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

/** @internal */
export const forgetKeysQueue = scheduledQueue("api-forget-keys");

const everyHour = "23 * * * *";

/** Requests cannot be repeated after this time. */
const keptMillis = 48 * 60 * 60 * 1_000;

/** Registers the API's background jobs. */
export const registerApi = async ({ db, clock, jobs }: Services): Promise<void> => {
  await runOnSchedule(jobs, forgetKeysQueue, everyHour, async () => {
    await forgetKeys(db, instantFromMillis(millisOf(clock.now()) - keptMillis));
  });
};
