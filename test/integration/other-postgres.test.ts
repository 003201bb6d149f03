import { join } from "node:path";
import { v7 } from "uuid";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { verdictState } from "@countersign/shared/domain/command.ts";
import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";

import { createLog } from "@countersign/server/foundation/log/log.ts";
import type { Cluster } from "@countersign/server/foundation/postgres/cluster.ts";
import { startCluster } from "@countersign/server/foundation/postgres/cluster.ts";
import type { RunningServer } from "@countersign/server/node/start.ts";
import { startServer } from "@countersign/server/node/start.ts";
import type { TestDatabase } from "@countersign/server/testing/database.ts";
import { databaseBeside, timeLimit } from "@countersign/server/testing/database.ts";
import { Api } from "@countersign/server/testing/api.ts";
import { runBackup } from "@countersign/server/testing/backup-program.ts";
import { finished } from "@countersign/server/testing/finished.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";
import type { OpenApp } from "#test/support/open-app.ts";
import { openApp } from "#test/support/open-app.ts";
import type { SharedInbox } from "#test/support/shared-orders.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const log = createLog("silent");

const obstacleToTools = async (): Promise<string | undefined> => {
  if (process.env["DATABASE_URL_TEST"] === undefined)
    return "DATABASE_URL_TEST names no PostgreSQL beside the one that comes with the packages";
  for (const tool of ["pg_dump", "psql"])
    if ((await finished(tool, ["--version"])).code !== 0) return `there is no ${tool} on the PATH`;
  return undefined;
};

const obstacle = await obstacleToTools();
if (obstacle !== undefined) console.warn(`Not tested between two PostgreSQLs: ${obstacle} (CONTRIBUTING.md).`);

const must = async (running: ReturnType<typeof finished>): Promise<void> => {
  const { code, err } = await running;
  if (code !== 0) throw new Error(err);
};

describe.skipIf(obstacle !== undefined)("a server that moves between its own PostgreSQL and another one", () => {
  let folder: TemporaryFolder;
  let cluster: Cluster;
  let own: TestDatabase;
  let other: TestDatabase;
  let server: RunningServer;
  let shared: SharedInbox;
  let device: OpenApp;
  let port: number;

  const start = async (databaseUrl: string): Promise<void> => {
    server = await startServer({
      dataFolder: folder.path,
      databaseUrl,
      port,
      host: "127.0.0.1",
      demo: { orders: 200 },
      log,
    });
  };
  const approve = async ({ orderId, stageId }: InboxRow): Promise<string> => {
    const made = await device.workspace().decide("approve-order", { orderId, stageId });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  const sent = () => expect.poll(async () => (await device.status()).waitingToSend, { timeout: timeLimit }).toBe(0);
  const epoch = async (): Promise<string> => (await Api.signIn(server.url, device.email)).epoch();

  beforeEach(async () => {
    folder = await temporaryFolder();
    port = await lastingPort();
    cluster = await startCluster(folder.path, log, ["fsync=off"]);
    own = await databaseBeside(cluster.url);
    other = await databaseBeside(process.env["DATABASE_URL_TEST"] ?? "");
  });
  afterEach(async () => {
    await device.app.close();
    await server.stop();
    await own.stop();
    await other.stop();
    await cluster.stop();
    await folder[Symbol.asyncDispose]();
  });

  const byBackup = async (from: TestDatabase, to: TestDatabase): Promise<void> => {
    const file = join(folder.path, "backup.gz");
    await must(runBackup(["backup", "--to", file], from.url));
    await must(runBackup(["restore", "--from", file], to.url));
  };
  const byDump = async (from: TestDatabase, to: TestDatabase): Promise<void> => {
    const file = join(folder.path, "dump.sql");
    await must(finished("pg_dump", ["--no-owner", "--no-privileges", "--file", file, from.url]));
    await must(finished("psql", ["--quiet", "--set", "ON_ERROR_STOP=1", "--file", file, to.url]));
    await must(runBackup(["restore", "--restored-elsewhere"], to.url));
  };
  const toOther = () => [own, other] as const;
  const toOwn = () => [other, own] as const;

  it.each([
    { by: "npm run backup to the other", between: toOther, move: byBackup },
    { by: "npm run backup from the other", between: toOwn, move: byBackup },
    { by: "pg_dump and psql from the other, in a new epoch", between: toOwn, move: byDump },
  ])("D09 by $by pulls anew to its devices and loses none of their decisions", async ({ between, move }) => {
    const [from, to] = between();
    await start(from.url);
    shared = await findSharedInbox(server.url, server.people);
    device = await openApp(server.url, join(folder.path, v7()), shared.first.person.email);
    await device.inSync();
    const [first, second] = await device.inbox();
    const before = await approve(first!);
    await sent();
    const oldEpoch = await epoch();
    await server.stop();
    const queued = await approve(second!);

    await move(from, to);
    const movedAt = new Date().toISOString();
    await start(to.url);
    await expect
      .poll(async () => (await device.status()).lastSyncAt ?? "", { timeout: timeLimit })
      .toSatisfy((at: string) => at > movedAt);
    await sent();

    expect(await epoch()).not.toBe(oldEpoch);
    const ids = [before, queued].map((id) => commandIdSchema.parse(id));
    const decisions = await to.db.selectFrom("history").select("id").where("id", "in", ids).execute();
    expect(new Set(decisions.map(({ id }) => id))).toEqual(new Set(ids));
    const { entries } = await device.workspace().view("outbox", { start: 0, count: 10 });
    expect(new Map(entries.map(({ commandId, verdict }) => [commandId, verdictState(verdict)]))).toEqual(
      new Map(ids.map((id) => [id, "accepted"])),
    );
    const asked = new Set((await device.inbox()).map(({ orderId }) => orderId));
    expect([first, second].some((row) => asked.has(row!.orderId))).toBe(false);
    expect(asked.size).toBeGreaterThan(0);
  });
});
