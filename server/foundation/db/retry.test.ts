import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import type { Tx } from "./database.ts";
import { inTransaction, inTransactionWithLast } from "./retry.ts";

describe("a transaction", { timeout: timeLimit }, () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startTestDatabase();
    await sql`create table notes (text text not null)`.execute(database.db);
  }, timeLimit);
  afterAll(() => database.stop());

  const write = (tx: Tx, text: string) => sql`insert into notes values (${text})`.execute(tx);
  const noted = async (text: string) =>
    (await sql`select text from notes where text = ${text}`.execute(database.db)).rows.length;

  it("keeps what was written if it returns a success, or no result at all", async () => {
    const success = await inTransaction(database.db, async (tx) => {
      await write(tx, "kept");
      return ok(1);
    });
    const plain = await inTransaction(database.db, async (tx) => {
      await write(tx, "plain");
      return { ok: "said of something else" };
    });
    expect([success, plain]).toEqual([ok(1), { ok: "said of something else" }]);
    expect([await noted("kept"), await noted("plain")]).toEqual([1, 1]);
  });

  it("writes nothing if it returns a failure, and passes the failure on", async () => {
    const failure = await inTransaction(database.db, async (tx) => {
      await write(tx, "left");
      return fail("not like this");
    });
    expect(failure).toEqual(fail("not like this"));
    expect(await noted("left")).toBe(0);
  });

  it("does the same if the last statement is sent together with the commit", async () => {
    const failed = await inTransactionWithLast(database.db, async (tx) => {
      await write(tx, "left with the last");
      return { answer: fail("not like this"), last: undefined };
    });
    expect(failed).toEqual({ answer: fail("not like this"), last: undefined });
    expect(await noted("left with the last")).toBe(0);
  });
});
