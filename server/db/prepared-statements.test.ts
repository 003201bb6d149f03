import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import { StatementNames } from "./prepared-statements.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
}, timeLimit);
afterAll(() => database.stop());

const times = (count: number, work: () => unknown): unknown[] => Array.from({ length: count }, work);

describe("the names of statements", () => {
  it("are given to those that are sent often, and to so many only", () => {
    const names = new StatementNames();
    expect(times(7, () => names.use("often"))).toEqual([
      ...times(5, () => undefined),
      "countersign-1",
      "countersign-1",
    ]);
    for (let index = 0; index < 300; index += 1) times(6, () => names.use(`another ${index}`));
    expect(names.use("another 198")).toBe("countersign-200");
    expect(names.use("another 299")).toBeUndefined();
  });

  it("forget what is sent rarely", () => {
    const names = new StatementNames();
    times(5, () => names.use("rare"));
    for (let index = 0; index < 2_000; index += 1) names.use(`once ${index}`);
    expect(names.use("rare")).toBeUndefined();
  });
});

describe("a statement that is sent often", () => {
  const double = (value: number) => sql<{ doubled: number }>`select ${value}::int * 2 as doubled`;

  it("is planned once for the connection, and answers as before", async () => {
    await database.db.connection().execute(async (connection) => {
      for (let value = 0; value < 10; value += 1)
        expect((await double(value).execute(connection)).rows).toEqual([{ doubled: value * 2 }]);
      const { rows } = await sql<{ uses: number }>`
        select (generic_plans + custom_plans)::int as uses from pg_prepared_statements
        where statement like '%::int * 2 as doubled'`.execute(connection);
      expect(rows).toEqual([{ uses: 5 }]);
    });
  });

  it("fails and goes on like any other", async () => {
    await database.db.connection().execute(async (connection) => {
      const divide = (by: number) => sql<{ part: number }>`select 6 / ${by}::int as part`.execute(connection);
      for (let index = 0; index < 10; index += 1) {
        await expect(divide(0)).rejects.toThrow("division by zero");
        expect((await divide(3)).rows).toEqual([{ part: 2 }]);
      }
    });
  });

  it("is planned anew on another connection after a migration has changed its rows", async () => {
    const { db } = database;
    await sql`create table shapes (id int primary key, value int)`.execute(db);
    await sql`insert into shapes values (1, 7)`.execute(db);
    const read = () => sql<{ value: unknown }>`select value from shapes where id = ${1}`.execute(db);
    for (let index = 0; index < 10; index += 1) await read();
    await sql`alter table shapes alter column value type text`.execute(db);
    await expect(read()).rejects.toThrow("cached plan must not change result type");
    expect((await read()).rows).toEqual([{ value: "7" }]);
  });
});
