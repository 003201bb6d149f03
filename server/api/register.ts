import { z } from "zod";

import { instantFromMillis, millisOf } from "#shared/domain/instant.ts";

import type { JobQueue } from "#server/jobs/jobs.ts";

import { forgetKeys } from "./idempotency-store.ts";
import type { Services } from "./services.ts";

/** @internal */
export const forgetKeysQueue: JobQueue<Record<string, never>> = {
  name: "api-forget-keys",
  payload: z.strictObject({}),
  tries: { retries: 0 },
};

const everyHour = "23 * * * *";

/** A caller that repeats a request later than this has to find out itself what became of it. */
const keptMillis = 48 * 60 * 60 * 1_000;

/** What the API does in the background. */
export const registerApi = async ({ db, clock, jobs }: Services): Promise<void> => {
  await jobs.work(forgetKeysQueue, async () => {
    await forgetKeys(db, instantFromMillis(millisOf(clock.now()) - keptMillis));
  });
  await jobs.schedule(forgetKeysQueue, everyHour);
};
