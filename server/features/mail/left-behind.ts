import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import type { Services } from "#server/records/services.ts";

import { sendQueue } from "./mail-store.ts";

/** After this time every try of a mail's job is over: together they take half a day at most. */
const triesAreOverMillis = 24 * 60 * 60 * 1_000;

const pageSize = 1_000;

/** Queues mails again, once a day, that still wait although their job has used up its tries. */
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
    log.warn({ mails: mails.length }, "mails were left behind by their jobs and are queued again");
    await jobs.sendAll(
      sendQueue,
      mails.map(({ id }) => ({ mailId: id })),
    );
    after = last.id;
  }
};
