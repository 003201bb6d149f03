import { open, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import pg from "pg";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { verdictState } from "@countersign/shared/domain/command.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { InboxRow } from "@countersign/shared/contract/views.ts";

import { createLog } from "@countersign/server/foundation/log/log.ts";
import type { RunningServer } from "@countersign/server/node/start.ts";
import { startServer } from "@countersign/server/node/start.ts";
import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { startTestDatabase, timeLimit } from "@countersign/server/testing/database.ts";
import { Api } from "@countersign/server/testing/api.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";
import type { OpenApp } from "#test/support/open-app.ts";
import { openApp } from "#test/support/open-app.ts";
import type { SharedInbox } from "#test/support/shared-orders.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

// For the hooks, too: each test starts with an application that pulls everything.
vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const log = createLog("silent");

/** Overwrites pages in the middle of a file, as a failing disk does, and leaves it as a killed process would. */
const damage = async (path: string): Promise<void> => {
  const page = 4_096;
  const file = await open(path, "r+");
  const { size } = await file.stat();
  await file.write(Buffer.alloc(2 * page, 0xa5), 0, 2 * page, Math.floor(size / 2 / page) * page);
  await file.close();
  await writeFile(`${path}-owner.json`, JSON.stringify({ pid: 4_000_000 }));
};

describe("the application against a real server", () => {
  let folder: TemporaryFolder;
  let database: TestDatabase;
  let server: RunningServer;
  let shared: SharedInbox;
  let client: OpenApp;
  let port: number;

  const start = async (): Promise<void> => {
    server = await startServer({
      dataFolder: folder.path,
      databaseUrl: database.url,
      port,
      host: "127.0.0.1",
      demo: { orders: 200 },
      log,
    });
  };
  const inDatabase = async <Row extends object>(sql: string): Promise<Row[]> => {
    const connection = new pg.Client({ connectionString: database.url });
    await connection.connect();
    try {
      return (await connection.query<Row>(sql)).rows;
    } finally {
      await connection.end();
    }
  };
  const approve = async ({ orderId, stageId }: InboxRow) => {
    const made = await client.workspace().decide("approve-order", { orderId, stageId });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    database = await startTestDatabase();
    port = await lastingPort();
    await start();
    shared = await findSharedInbox(server.url, server.people);
  });
  afterAll(async () => {
    await server.stop();
    await database.stop();
    await folder[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    client = await openApp(server.url, `${folder.path}/${v7()}`, shared.first.person.email);
    await client.inSync();
  });
  afterEach(() => client.app.close());

  it("D03 pulls the whole inbox and keeps it fresh when somebody else decides", async () => {
    const before = await client.inbox();
    const [row] = before;
    const other = await openApp(server.url, `${folder.path}/${v7()}`, shared.second.person.email);
    await other.inSync();
    await other.workspace().decide("approve-order", { orderId: row!.orderId, stageId: row!.stageId });
    await expect.poll(async () => (await client.inbox()).length).toBe(before.length - 1);
    await other.app.close();
  });

  it("D09 sends decisions made without a server as soon as it is back, and each is executed once", async () => {
    const [row] = await client.inbox();
    await server.stop();
    await expect.poll(async () => (await client.status()).connection).toBe("offline");
    const id = await approve(row!);
    expect(await client.status()).toMatchObject({ waitingToSend: 1 });
    await start();
    await expect.poll(async () => (await client.status()).waitingToSend, { timeout: 40_000 }).toBe(0);
    expect(await inDatabase(`select id from history where id = '${id}'`)).toHaveLength(1);
  });

  it("D09 pulls everything again from a server with a new epoch, and loses no decision that the server does not know", async () => {
    const [first, second] = await client.inbox();
    const known = await approve(first!);
    await expect.poll(async () => (await client.status()).waitingToSend).toBe(0);
    await server.stop();
    const waiting = await approve(second!);
    await inDatabase("update tenants set epoch = 'restored-from-a-backup'");
    await start();

    await expect.poll(async () => (await client.status()).waitingToSend, { timeout: 40_000 }).toBe(0);
    await expect
      .poll(async () => (await client.workspace().view("inbox", { start: 0, count: 1 })).total, { timeout: 20_000 })
      .toBeGreaterThan(0);
    const rows = await inDatabase<{ id: string }>(`select id from history where id in ('${known}', '${waiting}')`);
    expect(rows.map(({ id }) => id).toSorted()).toEqual([known, waiting].toSorted());
    const { entries } = await client.workspace().view("outbox", { start: 0, count: 10 });
    expect(entries.filter(({ verdict }) => verdictState(verdict) !== "accepted")).toEqual([]);
  });

  it("D09 recovers from a damaged file: the decision that waited in it is executed once, and the person is told", async () => {
    const [row] = await client.inbox();
    await server.stop();
    const id = await approve(row!);
    const file = client.database().location()!;
    await client.app.close();
    await damage(file);
    await start();

    client = await openApp(server.url, dirname(file), shared.first.person.email);
    await client.inSync();
    await expect.poll(async () => (await client.status()).waitingToSend, { timeout: 40_000 }).toBe(0);
    expect(await inDatabase(`select id from history where id = '${id}'`)).toHaveLength(1);
    expect((await client.status()).notices).toContainEqual(
      expect.objectContaining({
        code: "local-store-recovered",
        args: { rescued: 1, file: expect.any(String) as string },
      }),
    );
    expect((await client.inbox()).some(({ orderId }) => orderId === row!.orderId)).toBe(false);
  });

  it("D09 keeps no decision on a full disk and says so; earlier decisions and the server's changes are not lost", async () => {
    const [first, second, third] = await client.inbox();
    const kept = await approve(first!);
    await expect.poll(async () => (await client.status()).waitingToSend).toBe(0);
    const database = client.database();
    database.exec("VACUUM");
    const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
    database.exec(`PRAGMA max_page_count = ${pages}`);

    // Fill what is left, then fail with the reason.
    let refused: unknown;
    for (let attempt = 0; refused === undefined && attempt < 50; attempt += 1) {
      const made = await client.workspace().decide("reject-order", {
        orderId: second!.orderId,
        stageId: second!.stageId,
        reason: "x".repeat(2_000),
      });
      if (!made.ok) refused = made.error.code;
      else await client.workspace().decide("reverse-decision", { orderId: second!.orderId, decisionId: made.value });
    }
    expect(refused).toBe("local-store-full");

    // Meanwhile somebody else decides; the pull cannot be stored.
    const other = await Api.signIn(server.url, shared.second.person.email);
    const { commands } = await other.push("a-device", [
      {
        id: v7(),
        type: "approve-order",
        payload: { orderId: third!.orderId, stageId: third!.stageId },
        actorId: other.person.id,
        deviceId: "a-device",
        deviceSeq: 1,
        madeAt: new Date().toISOString(),
        basedOn: 1,
        protocol: newestProtocol,
        verdict: { state: "waiting" },
      },
    ]);
    expect(commands).toMatchObject([{ verdict: { state: "accepted" } }]);

    database.exec("PRAGMA max_page_count = 1000000000");
    client.workspace().syncNow();
    await expect
      .poll(async () => (await client.inbox()).some(({ orderId }) => orderId === third!.orderId), { timeout: 60_000 })
      .toBe(false);
    await expect.poll(async () => (await client.status()).waitingToSend, { timeout: 60_000 }).toBe(0);
    expect(await inDatabase(`select id from history where id = '${kept}'`)).toHaveLength(1);
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    expect(
      (await client.workspace().decide("approve-order", { orderId: second!.orderId, stageId: second!.stageId })).ok,
    ).toBe(true);
  });
});
