import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createLog } from "#server/foundation/log/log.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import { DatabaseUnavailable } from "./database-unavailable.ts";
import { databaseOn, openDatabase, openPool } from "./database.ts";

const log = createLog("silent");

describe("the database", { timeout: timeLimit }, () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startTestDatabase();
  }, timeLimit);
  afterAll(() => database.stop());

  /** Ends the server's side of a connection, and waits until it is gone. */
  const terminate = async (pid: number): Promise<void> => {
    const { rows } = await sql<{ gone: boolean }>`select pg_terminate_backend(${pid}, 10000) as gone`.execute(
      database.db,
    );
    expect(rows).toEqual([{ gone: true }]);
  };

  it("survives the loss of a connection between two statements of a transaction: the next one fails", async () => {
    const torn = database.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await terminate(rows[0]!.pid);
      // A process without an error listener would not survive this turn of the event loop.
      await sql`select pg_sleep(0.05)`.execute(database.db);
      await sql`select 1`.execute(tx);
    });
    await expect(torn).rejects.toThrow(/terminat|connection/i);
    expect((await sql<{ one: number }>`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
  });

  it("is waited for up to the timeouts, on its side too, and for as long as it takes without them", async () => {
    const impatient = databaseOn(openPool(database.url, log, { connection: 10_000, statement: 300 }));
    const [late] = await Promise.allSettled([sql`select pg_sleep(30) as mark`.execute(impatient)]);
    expect(late).toMatchObject({ status: "rejected", reason: expect.any(DatabaseUnavailable) as unknown });
    const asleep = sql<{ count: number }>`select count(*) from pg_stat_activity
      where state = 'active' and query = 'select pg_sleep(30) as mark'`;
    await expect.poll(async () => (await asleep.execute(database.db)).rows).toEqual([{ count: 0 }]);
    await expect(sql`select pg_sleep(0.6)`.execute(database.db)).resolves.toBeDefined();
    await impatient.destroy();
  });

  it("keeps no lock of an abandoned transaction", async () => {
    const impatient = databaseOn(openPool(database.url, log, { connection: 10_000, statement: 300 }));
    await sql`create table locked as select 1 as id`.execute(database.db);
    const left = impatient.transaction().execute(async (tx) => {
      await sql`update locked set id = 2`.execute(tx);
      await sql`update locked set id = 3`.execute(database.db);
      await sql`select 1`.execute(tx);
    });
    await expect(left).rejects.toThrow(DatabaseUnavailable);
    await impatient.destroy();
  });

  it("distinguishes a mistake in a statement from a failed connection", async () => {
    await expect(sql`select nothing`.execute(database.db)).rejects.toThrow(pg.DatabaseError);
    const nowhere = openDatabase("postgres://postgres@127.0.0.1:1/postgres", log);
    await expect(sql`select 1`.execute(nowhere)).rejects.toThrow(DatabaseUnavailable);
    await nowhere.destroy();
  });
});
