import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { personIdSchema } from "@countersign/shared/domain/ids.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startMigratedDatabase, timeLimit } from "#server/testing/database.ts";

import type { ChangeLog, Position } from "./change-log.ts";
import { tableChangeLog } from "./change-log.ts";

vi.setConfig({ testTimeout: timeLimit });

const tenantId = "tenant";
const reader = personIdSchema.parse("reader");
const start: Position = { sequence: 0, documentId: "" };

let database: TestDatabase;
let db: Database;
let log: ChangeLog;

beforeAll(async () => {
  database = await startMigratedDatabase();
  db = database.db;
  log = tableChangeLog(db);
  await db.insertInto("tenants").values({ id: tenantId, name: "Test", epoch: "one" }).execute();
}, timeLimit);
afterAll(() => database.stop());

beforeEach(async () => {
  await db.deleteFrom("change_log").execute();
  await db.updateTable("tenants").set({ counter: 0 }).execute();
});

const change = (documentId: string) =>
  ({ collection: "orders", documentId, audience: [reader], audienceIs: "whole" }) as const;

const append = (tx: Tx, documentId: string) => log.append(tx, tenantId, [change(documentId)]);

/** A wrong writer: it numbers its row from a plain sequence, so that the order of commits and numbers can differ. */
const appendBySequence = async (tx: Tx, documentId: string): Promise<void> => {
  await sql`insert into change_log select ${tenantId}, ${reader}, 'orders', ${documentId}, nextval('order_numbers'), false`.execute(
    tx,
  );
};

/** Reads on from `position` to the end, in pages. */
const readOn = async (position: Position, seen: string[], pageSize: number): Promise<Position> => {
  let at = position;
  for (;;) {
    const page = await log.read(reader, "orders", at, pageSize);
    const last = page.at(-1);
    if (last === undefined) return at;
    seen.push(...page.map(({ documentId }) => documentId));
    at = { sequence: last.sequence, documentId: last.documentId };
  }
};

/** What a reader sees who reads once before the first of two writers has committed, and again later. */
const seenAcross = async (write: (tx: Tx, documentId: string) => Promise<unknown>): Promise<string[]> => {
  const seen: string[] = [];
  const commit = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const slow = db.transaction().execute(async (tx) => {
    await write(tx, "slow");
    written.resolve();
    await commit.promise;
  });
  await written.promise;
  const quick = db.transaction().execute((tx) => write(tx, "quick"));
  // The fast writer either commits now or waits for the slow one: both are fine, as long as the reader misses nothing.
  const isBlocked = async (): Promise<boolean> => {
    const { rows } = await sql<{ blocked: boolean }>`
      select exists (
        select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()
      ) as blocked`.execute(db);
    return rows[0]?.blocked === true;
  };
  let isQuickDone = false;
  void quick.then(() => (isQuickDone = true));
  while (!isQuickDone && !(await isBlocked())) await sql`select pg_sleep(0.005)`.execute(db);
  const position = await readOn(start, seen, 10);
  commit.resolve();
  await Promise.all([slow, quick]);
  await readOn(position, seen, 10);
  return seen;
};

describe("the change log", () => {
  it("D03 shows a commit only after all commits with smaller numbers, so that a reader misses none", async () => {
    expect(await seenAcross(append)).toEqual(["slow", "quick"]);
  });

  it("would lose a commit if the numbers came from a plain sequence: the test above can fail", async () => {
    expect(await seenAcross(appendBySequence)).toEqual(["quick"]);
  });

  it("D03 loses nothing to a reader who pages while eight writers commit", async () => {
    const seen: string[] = [];
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let index = 0; index < 40; index += 1)
        await db.transaction().execute((tx) => append(tx, `${writer}-${index}`));
    });
    let isWriting = true;
    const allWritten = Promise.all(writers).finally(() => (isWriting = false));
    let position = start;
    while (isWriting) position = await readOn(position, seen, 3);
    await allWritten;
    await readOn(position, seen, 3);
    expect(seen).toHaveLength(320);
    expect(new Set(seen).size).toBe(320);
  });

  it("pages through a commit that is larger than a page", async () => {
    const documents = ["a", "B", "ä", "c", "Z"];
    await db.transaction().execute((tx) => log.append(tx, tenantId, documents.map(change)));
    const seen: string[] = [];
    await readOn(start, seen, 2);
    expect(seen.toSorted()).toEqual(documents.toSorted());
  });

  it("shows a document only at its last change", async () => {
    for (const id of ["one", "two", "one"]) await db.transaction().execute((tx) => append(tx, id));
    const seen: string[] = [];
    await readOn(start, seen, 10);
    expect(seen).toEqual(["two", "one"]);
  });

  it("can remove a document from one person's scope only", async () => {
    const other = personIdSchema.parse("other");
    const both = { ...change("order"), audience: [reader, other] };
    await db.transaction().execute((tx) => log.append(tx, tenantId, [both]));
    const underway = await db.transaction().execute((tx) => log.append(tx, tenantId, [{ ...both, audience: [other] }]));
    const commit = await underway();
    const rows = await db.selectFrom("change_log").select(["person_id", "is_deleted"]).orderBy("person_id").execute();
    expect(rows).toEqual([
      { person_id: "other", is_deleted: false },
      { person_id: "reader", is_deleted: true },
    ]);
    expect([...commit.changed.keys()].toSorted()).toEqual(["other", "reader"]);
  });

  it("keeps nothing for an unknown tenant", async () => {
    const work = db.transaction().execute(async (tx) => {
      await tx.updateTable("tenants").set({ name: "renamed" }).where("id", "=", tenantId).execute();
      return (await log.append(tx, "nobody's", [change("order")]))();
    });
    await expect(work).rejects.toThrow("sequence");
    const [tenant] = await db.selectFrom("tenants").select("name").where("id", "=", tenantId).execute();
    expect(tenant?.name).not.toBe("renamed");
  });

  it("knows the last commit that concerned somebody", async () => {
    expect(await log.latest(reader)).toEqual([]);
    const underway = await db.transaction().execute((tx) => append(tx, "order"));
    const { sequence } = await underway();
    const others = { ...change("another"), audience: [personIdSchema.parse("other")] };
    await db.transaction().execute((tx) => log.append(tx, tenantId, [others]));
    expect(await log.latest(reader)).toEqual([{ collection: "orders", sequence }]);
  });

  it("returns who must hear of a commit, and of which collections", async () => {
    const underway = await db.transaction().execute((tx) => append(tx, "order"));
    expect(await underway()).toEqual({ tenantId, sequence: 1, changed: new Map([[reader, new Set(["orders"])]]) });
  });
});
