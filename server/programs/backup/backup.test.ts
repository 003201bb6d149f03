import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "kysely";
import pg from "pg";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { migrate, migrations } from "#server/foundation/db/migrate.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import { startPgBossJobs } from "#server/foundation/jobs/pg-boss-jobs.ts";
import { createLog } from "#server/foundation/log/log.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { databaseBeside, timeLimit } from "#server/testing/database.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { BackupProblem } from "./problem.ts";
import { restoreBackup } from "./restore-backup.ts";
import { takeBackup } from "./take-backup.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const log = createLog("silent");
const surroundings = { log, ids: { next: () => v7() } };
const takenAt = "2026-11-21T09:30:00.000Z";

let server: TestServer;
let folder: string;
let file: string;
let target: TestDatabase;

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), "countersign-backup-"));
  const placed = await server.place();
  const amy = await server.signIn("amy");
  const device = amy.device();
  await device.push(device.reject(placed, 'Ümlaut, "quotes", \\ a backslash,\n a line end and \\.\n'));
  await server.settle();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  file = join(folder, `${v7()}.gz`);
  target = await databaseBeside(server.database.url);
});
afterEach(() => target.stop());

const backUp = () => takeBackup(server.database.url, file, takenAt);
const restore = (from = file) => restoreBackup(target.url, from, surroundings);

/** Every row of every table as text, except what a new epoch changes. */
const contentOf = async ({ url }: TestDatabase): Promise<Record<string, string[]>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1`,
  );
  const content: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from ${name} t`);
    content[name] = rows.map(({ row }) => JSON.stringify({ ...row, epoch: undefined })).toSorted();
  }
  await client.end();
  return content;
};

const obstacleOf = async (work: Promise<unknown>) => {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof BackupProblem)) throw new Error("It was not refused as expected", { cause: problem });
  return problem.obstacle;
};

const isEmpty = async (): Promise<boolean> => Object.values(await contentOf(target)).every((rows) => rows.length === 0);

describe("a backup", () => {
  it("restores every row of every table into an empty database, and begins a new epoch", async () => {
    const { rows, bytes } = await backUp();
    expect(rows).toMatchObject({ orders: 1, history: 1, commands: 1, tenants: 1 });
    expect((await stat(file)).size).toBe(bytes);
    expect(await restore()).toEqual({ takenAt, rows });
    expect(await contentOf(target)).toEqual(await contentOf(server.database));
    const epochs = await Promise.all(
      [server.database, target].map(({ db }) => db.selectFrom("tenants").select("epoch").executeTakeFirstOrThrow()),
    );
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it("leaves a working database: numbers continue and none is given twice", async () => {
    await backUp();
    await restore();
    await migrate(target.db);
    const numbers = await Promise.all(
      [server.database, target].map(async ({ db }) => {
        const { rows } = await sql<{ number: number }>`select nextval('order_numbers') as number`.execute(db);
        return rows[0]!.number;
      }),
    );
    expect(numbers[1]).toBeGreaterThan(numbers[0]! + 1_000);
    await sql`insert into order_events (tenant_id, order_id, at, event)
      select id, 'an-order', '2026-11-21T09:30:00.000Z', '{}' from tenants`.execute(target.db);
  });

  it("is a snapshot of the database: a concurrent change is in it completely or not at all", async () => {
    const { db } = server.database;
    const taking = backUp();
    const names: string[] = [];
    for (let index = 0; index < 50; index += 1) {
      const placed = await server.place();
      names.push(placed.id);
    }
    await taking;
    await restore();
    const { rows } = await sql<{ lost: number }>`
      select count(*) as lost from change_log where collection = 'orders' and document_id not in (select id from orders)`.execute(
      target.db,
    );
    expect(rows[0]?.lost).toBe(0);
    const { counter } = await target.db.selectFrom("tenants").select("counter").executeTakeFirstOrThrow();
    const { highest } = await target.db
      .selectFrom("change_log")
      .select(({ fn }) => fn.max<number>("sequence").as("highest"))
      .executeTakeFirstOrThrow();
    expect(highest).toBeLessThanOrEqual(counter);
    expect(names).toHaveLength(50);
    expect(await db.selectFrom("orders").select("id").execute()).toHaveLength(51);
  });

  it("keeps waiting jobs", async () => {
    const queue: JobQueue<{ n: number }> = {
      name: "kept",
      payload: z.strictObject({ n: z.int() }),
      tries: { retries: 3, pauseSeconds: 1 },
      parallel: { atOnce: 2, ofOneGroup: 1, groupOf: () => "group" },
    };
    const before = await startPgBossJobs(server.database.url, log);
    await before.sendAll(queue, [{ n: 1 }, { n: 2 }]);
    await before.stop();
    await backUp();
    await restore();
    const after = await startPgBossJobs(target.url, log);
    const done: number[] = [];
    await after.work(queue, async ({ n }) => {
      done.push(n);
    });
    await vi.waitFor(() => expect(new Set(done)).toEqual(new Set([1, 2])), { timeout: timeLimit });
    await after.stop();
  });

  it("with an older schema is migrated to this version's", async () => {
    const older = await databaseBeside(server.database.url);
    await migrate(older.db, Object.fromEntries(Object.entries(migrations).slice(0, 3)));
    await sql`insert into tenants (id, name, epoch) values ('t', 'T', 'e');
      insert into organisations (id, tenant_id, kind, document) values ('o', 't', 'customer', '{}');
      insert into people (id, tenant_id, organisation_id, email, is_active, document) values ('p', 't', 'o', 'p', true, '{}');
      insert into commands (id, person_id, tenant_id, device_id, device_seq, is_waiting, document)
      values ('c', 'p', 't', 'd', 2, true, '{}')`.execute(older.db);
    await takeBackup(older.url, file, takenAt);
    await older.stop();
    await restore();
    const [command] = await target.db.selectFrom("commands").selectAll().execute();
    expect(command?.received_at).toMatch(/Z$/);
    await expect(migrate(target.db)).resolves.toBeUndefined();
  });

  it("is readable only by its owner, because it contains keys, and never replaces a file", async () => {
    await backUp();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = await readFile(file);
    expect(await obstacleOf(backUp())).toEqual({ code: "file-exists", file });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it("is refused for a database that this version does not know, and leaves no file", async () => {
    expect(await obstacleOf(takeBackup(target.url, file, takenAt))).toMatchObject({ code: "database-unknown" });
    await migrate(target.db, { ...migrations, "9999-from-the-future": { up: () => Promise.resolve() } });
    expect(await obstacleOf(takeBackup(target.url, file, takenAt))).toMatchObject({ code: "database-unknown" });
    await expect(stat(file)).rejects.toThrow("ENOENT");
    await expect(stat(`${file}.part`)).rejects.toThrow("ENOENT");
  });
});

describe("a restore", () => {
  it("refuses a database that is not empty, and changes nothing there", async () => {
    await backUp();
    await restore();
    const before = await contentOf(target);
    expect(await obstacleOf(restore())).toMatchObject({ code: "database-not-empty" });
    expect(await contentOf(target)).toEqual(before);
  });

  it("refuses a database with foreign tables", async () => {
    await backUp();
    await sql`create schema shop`.execute(target.db);
    await sql`create table shop.customers as select 1 as id`.execute(target.db);
    expect(await obstacleOf(restore())).toEqual({ code: "database-not-empty", table: "shop.customers" });
  });

  it("refuses a backup from a newer version", async () => {
    await backUp();
    const text = gunzipSync(await readFile(file)).toString();
    const endsAt = text.trimEnd().lastIndexOf("\n") + 1;
    const body = text.slice(0, endsAt).replace(`"${Object.keys(migrations).at(-1)!}"`, `"0099-future"`);
    const end = JSON.parse(text.slice(endsAt)) as object;
    const sha256 = createHash("sha256").update(body).digest("hex");
    await writeFile(file, gzipSync(`${body}${JSON.stringify({ ...end, sha256 })}\n`));
    expect(await obstacleOf(restore())).toEqual({ code: "schema-newer", unknown: "0099-future" });
    expect(await isEmpty()).toBe(true);
  });

  it("refuses every damaged file before it touches the database", async () => {
    await backUp();
    const packed = await readFile(file);
    const text = gunzipSync(packed);
    const altered = (change: (text: string) => string) => gzipSync(change(text.toString()));
    const damages: Record<string, Buffer> = {
      cut: packed.subarray(0, Math.floor(packed.length / 2)),
      "cut at its end": gzipSync(text.subarray(0, text.length - 40)),
      "with another byte in the packed data": Buffer.from(packed.map((byte, at) => (at === 500 ? byte ^ 0x10 : byte))),
      "with another letter": altered((whole) => whole.replace("approve", "approvE").replace("Oven", "0ven")),
      "with a missing row": altered((whole) => whole.replace(/^.*Ümlaut.*\n/m, "")),
      "with a repeated section": altered((whole) => whole.replace(/(\{"table":"tenants"[^]*?\n\\\.\n)/, "$1$1")),
      "with something after its end": gzipSync(Buffer.concat([text, Buffer.from("more\n")])),
    };
    for (const [name, content] of Object.entries(damages)) {
      const path = join(folder, "damaged.gz");
      await writeFile(path, content);
      expect({ name, ...(await obstacleOf(restore(path))) }).toMatchObject({ name, code: "file-damaged" });
    }
    expect(await isEmpty()).toBe(true);
    await expect(restore()).resolves.toBeDefined();
  });

  it("refuses a file that is not a backup, and a missing file", async () => {
    for (const content of [
      Buffer.from("orders,people\n"),
      gzipSync("orders,people\n"),
      gzipSync("{}\n"),
      Buffer.alloc(0),
    ]) {
      await writeFile(file, content);
      expect(await obstacleOf(restore())).toEqual({ code: "file-foreign", file });
    }
    const missing = join(folder, "missing.gz");
    expect(await obstacleOf(restore(missing))).toEqual({ code: "file-unreadable", file: missing, problem: "ENOENT" });
  });

  it("that fails in the middle leaves empty tables, so that it can be repeated", async () => {
    await backUp();
    await migrate(target.db);
    await sql`alter table history add constraint none check (id = 'none')`.execute(target.db);
    await expect(restore()).rejects.toThrow("none");
    expect(await isEmpty()).toBe(true);
    await sql`alter table history drop constraint none`.execute(target.db);
    await expect(restore()).resolves.toBeDefined();
  });
});
