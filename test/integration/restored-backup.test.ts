import pg from "pg";
import { v7 } from "uuid";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { CommandType } from "@countersign/shared/commands/payloads.ts";
import type { LooseVerdict } from "@countersign/shared/domain/command.ts";
import { verdictState } from "@countersign/shared/domain/command.ts";

import { createLog } from "@countersign/server/foundation/log/log.ts";
import type { RunningServer } from "@countersign/server/node/start.ts";
import { startServer } from "@countersign/server/node/start.ts";
import { restoreBackup } from "@countersign/server/programs/backup/restore-backup.ts";
import { takeBackup } from "@countersign/server/programs/backup/take-backup.ts";
import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { databaseBeside, startTestDatabase, timeLimit } from "@countersign/server/testing/database.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";
import type { OpenApp } from "#test/support/open-app.ts";
import { openApp } from "#test/support/open-app.ts";
import type { SharedInbox } from "#test/support/shared-orders.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const log = createLog("silent");

describe("devices of a server that was restored from a backup", () => {
  let folder: TemporaryFolder;
  let file: string;
  let database: TestDatabase;
  let restored: TestDatabase;
  let server: RunningServer;
  let shared: SharedInbox;
  let first: OpenApp;
  let second: OpenApp;
  let restoredAt: string;
  let port: number;

  const start = (databaseUrl: string): Promise<RunningServer> =>
    startServer({ dataFolder: folder.path, databaseUrl, port, host: "127.0.0.1", demo: { orders: 200 }, log });

  const startRestored = async (): Promise<void> => {
    restored = await databaseBeside(database.url);
    await restoreBackup(restored.url, file, { ids: { next: () => v7() }, log });
    restoredAt = new Date().toISOString();
    server = await start(restored.url);
  };

  const inDatabase = async <Row extends object>({ url }: TestDatabase, sql: string): Promise<Row[]> => {
    const connection = new pg.Client({ connectionString: url });
    await connection.connect();
    try {
      return (await connection.query<Row>(sql)).rows;
    } finally {
      await connection.end();
    }
  };

  const make = async (app: OpenApp, type: CommandType, payload: Record<string, string>): Promise<string> => {
    const made = await app.workspace().decide(type, payload);
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  const stageOf = async (app: OpenApp, orderId: string) => {
    const row = (await app.inbox()).find((one) => one.orderId === orderId);
    if (row === undefined) throw new Error("The order does not wait for this person");
    return { orderId, stageId: row.stageId };
  };
  const sent = (app: OpenApp) =>
    expect.poll(async () => (await app.status()).waitingToSend, { timeout: timeLimit }).toBe(0);
  /** The device has adopted the restored server's epoch, and pushed everything that it had. */
  const caughtUp = (app: OpenApp) =>
    expect
      .poll(async () => (await app.status()).lastSyncAt ?? "", { timeout: timeLimit })
      .toSatisfy((at: string) => at > restoredAt);
  const isAccepted = (verdict: LooseVerdict | undefined) =>
    verdict !== undefined && verdictState(verdict) === "accepted";
  const verdictsOf = async (app: OpenApp): Promise<Map<string, LooseVerdict>> => {
    const { entries } = await app.workspace().view("outbox", { start: 0, count: 50 });
    return new Map(entries.map(({ commandId, verdict }) => [commandId, verdict]));
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    file = `${folder.path}/backup.gz`;
    database = await startTestDatabase();
    port = await lastingPort();
    server = await start(database.url);
    shared = await findSharedInbox(server.url, server.people);
    [first, second] = (await Promise.all(
      [shared.first, shared.second].map(({ person }) => openApp(server.url, `${folder.path}/${v7()}`, person.email)),
    )) as [OpenApp, OpenApp];
    await Promise.all([first.inSync(), second.inSync()]);
  });
  afterEach(async () => {
    await Promise.all([first.app.close(), second.app.close()]);
    await server.stop();
    await restored.stop();
    await database.stop();
    await folder[Symbol.asyncDispose]();
  });

  it("D09 push again what the server forgot: each decision is executed once, also those from before the backup", async () => {
    const [one, two, three, four] = shared.orders.map(({ id }) => id);
    const before = await make(first, "approve-order", await stageOf(first, one!));
    await sent(first);
    await takeBackup(database.url, file, "2026-11-21T09:30:00.000Z");
    const forgotten = await make(first, "approve-order", await stageOf(first, two!));
    await sent(first);
    const undone = await make(first, "approve-order", await stageOf(first, three!));
    await sent(first);
    await expect.poll(async () => (await verdictsOf(first)).get(undone)).toMatchObject({ state: "accepted" });
    const reversal = await make(first, "reverse-decision", {
      orderId: three!,
      decisionId: undone,
      reason: "By mistake.",
    });
    await sent(first);
    await server.stop();
    const offline = await make(first, "approve-order", await stageOf(first, four!));

    await startRestored();
    await caughtUp(first);
    const own = [before, forgotten, undone, reversal, offline];
    const stored = await inDatabase<{ id: string; state: string }>(
      restored,
      `select id, document #>> '{verdict,state}' as state from commands where id in ('${own.join("','")}') order by id`,
    );
    expect(stored).toEqual(own.toSorted().map((id) => ({ id, state: "accepted" })));
    expect(await inDatabase(restored, `select id from history where id in ('${own.join("','")}')`)).toHaveLength(5);
    const decisions = await inDatabase<{ id: string }>(
      restored,
      `select decision ->> 'id' as id from orders, jsonb_array_elements(document #> '{flow,decisions}') decision
      where decision ->> 'id' in ('${own.join("','")}') order by 1`,
    );
    expect(decisions.map(({ id }) => id)).toEqual([before, forgotten, undone, offline].toSorted());
    expect([...(await verdictsOf(first)).values()].every(isAccepted)).toBe(true);
  });

  it("D09 keep refused commands refused, even when their device comes back before the one whose decision stood", async () => {
    const [one, two] = shared.orders.map(({ id }) => id);
    await takeBackup(database.url, file, "2026-11-21T09:30:00.000Z");
    const seen = await stageOf(first, one!);
    await server.stop();
    const ids = [
      await make(first, "approve-order", seen),
      await make(second, "reject-order", { ...seen, reason: "Not this one." }),
    ];
    server = await start(database.url);
    await Promise.all([sent(first), sent(second)]);
    const isFirstAhead = isAccepted((await verdictsOf(first)).get(ids[0]!));
    const [winner, loser] = isFirstAhead ? ids : ids.toReversed();
    const [stood, late] = isFirstAhead ? [first, second] : [second, first];
    const later = await make(late, "approve-order", await stageOf(late, two!));
    await sent(late);
    await stood.app.close();
    await server.stop();

    await startRestored();
    await caughtUp(late);
    const stays = await openApp(server.url, stood.directory, stood.email);
    if (isFirstAhead) first = stays;
    else second = stays;
    await caughtUp(stays);

    const rows = await inDatabase<{ id: string; verdict: LooseVerdict }>(
      restored,
      "select id, document -> 'verdict' as verdict from commands",
    );
    const stored = new Map(rows.map(({ id, verdict }) => [id, verdict]));
    expect(stored.get(winner!)).toMatchObject({ state: "accepted" });
    expect(stored.get(loser!)).toMatchObject({ state: "refused" });
    expect(stored.get(later)).toMatchObject({ state: "accepted" });
    // The devices have the verdicts of the new epoch, not those that were forgotten.
    await expect.poll(async () => (await verdictsOf(stays)).get(winner!)).toEqual(stored.get(winner!));
    await expect.poll(async () => (await verdictsOf(late)).get(later)).toEqual(stored.get(later));
    await expect.poll(async () => (await verdictsOf(late)).get(loser!)).toEqual(stored.get(loser!));
  });
});
