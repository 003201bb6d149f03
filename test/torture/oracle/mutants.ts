import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";

import { personIdSchema } from "@countersign/shared/domain/ids.ts";

import type { Database, Tx } from "@countersign/server/foundation/db/database.ts";
import type { InFlight } from "@countersign/server/foundation/db/pipeline.ts";
import type { DocumentChange, ChangeLog, Commit } from "@countersign/server/records/change-log/change-log.ts";

import type { Mutation } from "./laboratory.ts";

/** The change log with another numbering: a number is taken, and the rows are written with it a while later. */
const numberedBy =
  (next: (db: Database) => Promise<number>): Mutation =>
  (real, db) => ({
    ...real,
    append: async (tx: Tx, tenantId: string, changes: readonly DocumentChange[]): Promise<InFlight<Commit>> => {
      const number = await next(db);
      await pause(Math.random() * 8);
      const underway = await real.append(tx, tenantId, changes);
      const commit = await underway();
      // The rows of this transaction get the number taken before.
      await sql`
        update change_log set sequence = ${number}
        where sequence = ${commit.sequence} and tenant_id = ${tenantId} and xmin::text = txid_current()::text`.execute(
        tx,
      );
      return () => Promise.resolve({ ...commit, sequence: number });
    },
  });

const outsider = personIdSchema.parse("person-sven");

/** The faults that the oracle must notice. */
export const mutants: Readonly<Record<string, Mutation>> = {
  /** `seq > cursor` with a plain sequence: numbers are taken in one order and committed in another. */
  "a plain sequence": (real, db) => {
    const made = sql`create sequence if not exists plain_numbers start 1000`.execute(db);
    return numberedBy(async (database) => {
      await made;
      const { rows } = await sql<{ next: number }>`select nextval('plain_numbers') as next`.execute(database);
      return rows[0]?.next ?? 0;
    })(real, db);
  },
  /** `(updated_at, id) > cursor`: the time of writing, in microseconds. */
  "the time of the writing": numberedBy(async (db) => {
    const { rows } = await sql<{ now: number }>`
      select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now`.execute(db);
    return rows[0]?.now ?? 0;
  }),
  /** The page of an event begins one commit later than it says. */
  "an event with a hole": (real) => ({
    ...real,
    news: async (asked, afterwards) => {
      const whole = await real.news(asked, afterwards);
      const { news } = await real.news({ ...asked, since: asked.since + 1 }, afterwards);
      return { ...whole, news: whole.news.map(({ after }, index) => ({ ...news[index]!, after })) };
    },
  }),
  "an audience that is too wide": (real) => ({
    ...real,
    append: (tx, tenantId, changes) =>
      real.append(
        tx,
        tenantId,
        changes.map((change) =>
          change.collection === "orders"
            ? { ...change, audience: [...new Set([...change.audience, outsider])] }
            : change,
        ),
      ),
  }),
  "a person who leaves and is forgotten": (real) => ({
    ...real,
    append: (tx, tenantId, changes) =>
      real.append(
        tx,
        tenantId,
        changes.map((change) => ({ ...change, audienceIs: "more" as const })),
      ),
  }),
};

/** Loses every tenth change. */
export const forgetful: Mutation = (real): ChangeLog => {
  let count = 0;
  return {
    ...real,
    append: (tx, tenantId, changes) => {
      count += 1;
      return real.append(tx, tenantId, count % 10 === 0 ? changes.slice(1) : changes);
    },
  };
};
