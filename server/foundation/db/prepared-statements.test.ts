import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createLog } from "#server/foundation/log/log.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { startTestDatabase, timeLimit } from "#server/testing/database.ts";

import { withDatabase } from "./database.ts";
import { sendStatement } from "./pipeline.ts";
import { StatementNames } from "./prepared-statements.ts";
import { inTransactionWithLast } from "./retry.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
}, timeLimit);
afterAll(() => database.stop());

const times = (count: number, work: () => unknown): unknown[] => Array.from({ length: count }, work);

describe("the names of statements", () => {
  it("are given to those that are sent often, up to a limit", () => {
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

  it("forget the uses of those that are sent rarely", () => {
    const names = new StatementNames();
    times(5, () => names.use("rare"));
    for (let index = 0; index < 2_000; index += 1) names.use(`once ${index}`);
    expect(names.use("rare")).toBeUndefined();
  });
});

describe("a statement that is sent often", () => {
  const double = (value: number) => sql<{ doubled: number }>`select ${value}::int * 2 as doubled`;

  it("is planned once per connection, and answers as before", async () => {
    await database.db.connection().execute(async (connection) => {
      for (let value = 0; value < 10; value += 1)
        expect((await double(value).execute(connection)).rows).toEqual([{ doubled: value * 2 }]);
      const { rows } = await sql<{ uses: number }>`
        select (generic_plans + custom_plans)::int as uses from pg_prepared_statements
        where statement like '%::int * 2 as doubled'`.execute(connection);
      expect(rows).toEqual([{ uses: 5 }]);
    });
  });

  it("fails and recovers like any other", async () => {
    await database.db.connection().execute(async (connection) => {
      const divide = (by: number) => sql<{ part: number }>`select 6 / ${by}::int as part`.execute(connection);
      for (let index = 0; index < 10; index += 1) {
        await expect(divide(0)).rejects.toThrow("division by zero");
        expect((await divide(3)).rows).toEqual([{ part: 2 }]);
      }
    });
  });

  it("is planned again on another connection after a migration has changed its rows", async () => {
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

describe("statements that do not wait for each other", () => {
  it("are sent without waiting for answers in between, the commit included", async () => {
    let sent = "";
    const behind = new URL(database.url);
    const proxy = createServer((client) => {
      const server = connect(Number(behind.port), behind.hostname);
      let isHeldBack = false;
      client.on("data", (piece) => {
        const text = piece.toString("latin1");
        sent += text;
        isHeldBack = (isHeldBack || text.includes("select 3")) && !text.includes("commit");
        if (isHeldBack) server.pause();
        else server.resume();
        server.write(piece);
      });
      server.on("data", (piece) => client.write(piece));
      client.once("close", () => server.destroy());
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const url = new URL(database.url);
    url.port = String((proxy.address() as AddressInfo).port);
    await withDatabase(url.href, createLog("silent"), async (db) => {
      const last = await db.transaction().execute(async (tx) => {
        await sql`select 2`.execute(tx);
        return sendStatement(tx, sql<{ three: number }>`select 3 as three`.compile(tx));
      });
      expect(await last()).toEqual([{ three: 3 }]);
      expect(sent.match(/begin|select \d|commit/g)).toEqual(["begin", "select 2", "select 3", "commit"]);
    });
    proxy.close();
  });

  it("commit nothing when the last of them fails, and report why; what another transaction caused is retried", async () => {
    const { db } = database;
    await sql`create table kept (number int unique)`.execute(db);
    let tries = 0;
    const keep = (number: number, last: string) =>
      inTransactionWithLast(db, async (tx) => {
        tries += 1;
        await sql`insert into kept values (${number})`.execute(tx);
        return { answer: number, last: await sendStatement(tx, sql.raw(last).compile(tx)) };
      });
    await expect(keep(1, "select 1 / 0")).rejects.toThrow("division by zero");
    expect(tries).toBe(1);
    await expect(keep(1, "insert into kept values (2), (2)")).rejects.toThrow("kept_number_key");
    expect(tries).toBe(1 + 5);
    expect(await keep(1, "select number from kept")).toEqual({ answer: 1, last: [{ number: 1 }] });
    expect((await sql`select number from kept`.execute(db)).rows).toEqual([{ number: 1 }]);
  });
});
