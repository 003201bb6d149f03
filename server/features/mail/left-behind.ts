import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import type { Services } from "#server/records/services.ts";

import { sendQueue } from "./mail-store.ts";

/** By then every try of a mail's job is over: they take half a day at most. */
const triesAreOverMillis = 24 * 60 * 60 * 1_000;

const pageSize = 1_000;

/** Sends anew the mails that are still queued although their job has used up its tries, once a day for as long as they wait. */
export const sendLeftBehind = async ({ db, clock, jobs, log }: Services): Promise<void> => {
  const before = instantFromMillis(millisOf(clock.now()) - triesAreOverMillis);
  for (let after = ""; ;) {
    const mails = await db
      .selectFrom("mails")
      .select("id")
      .where("state", "=", "queued")
      .where("created_at", "<", before)
      .where("id", ">", after)
      .orderBy("id")
      .limit(pageSize)
      .execute();
    const last = mails.at(-1);
    if (last === undefined) return;
    log.warn({ mails: mails.length }, "mails were left behind by their jobs and are sent anew");
    await jobs.sendAll(
      sendQueue,
      mails.map(({ id }) => ({ mailId: id })),
    );
    after = last.id;
  }
};
