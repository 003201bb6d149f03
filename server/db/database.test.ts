import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

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

  it("survives a connection that is lost between two statements of a transaction: the next one fails", async () => {
    const torn = database.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await terminate(rows[0]!.pid);
      // Whoever is not listening by now does not survive this turn of the event loop.
      await sql`select pg_sleep(0.05)`.execute(database.db);
      await sql`select 1`.execute(tx);
    });
    await expect(torn).rejects.toThrow(/terminat|connection/i);
    expect((await sql<{ one: number }>`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
  });
});
