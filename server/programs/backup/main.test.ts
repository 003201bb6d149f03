import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { timeLimit } from "#server/testing/database.ts";
import { runBackup } from "#server/testing/backup-program.ts";
import { makeDataFolder } from "#server/testing/prepared-data.ts";
import type { Program } from "#server/testing/program.ts";
import { startServer } from "#server/testing/program.ts";

import { readBackupOrRestore } from "./arguments.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-backup-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runBackup(args);

const ordersOf = async ({ ready: { server, people } }: Program): Promise<number> => {
  const signedIn = await fetch(`${server}/v1/demo/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: people[0]!.email }),
  });
  const { token } = (await signedIn.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}`, ...protocolHeaders };
  const pulled = await fetch(`${server}/v1/sync/pull?collection=orders&limit=1000`, { headers });
  return ((await pulled.json()) as { rows: unknown[] }).rows.length;
};

describe("npm run backup and npm run restore", () => {
  it("back up a server's data while it runs, and restore it in another folder", async () => {
    const [live, other, file] = [join(folder, "live"), join(folder, "other"), join(folder, "kept.gz")];
    const first = await startServer(["--demo", "--orders", "30", "--data", await makeDataFolder(live, "postgres")]);
    const orders = await ordersOf(first);
    const kept = await run("backup", "--data", live, "--to", file);
    expect(kept).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(kept.out)).toMatchObject({ done: "backup", rows: { orders: 30 } });
    expect(await ordersOf(first)).toBe(orders);

    expect(await run("restore", "--data", live, "--from", file)).toMatchObject({
      code: 1,
      err: expect.stringContaining("Another Countersign server uses") as unknown,
    });
    expect(await first.stop()).toBe(0);
    expect(await run("restore", "--data", live, "--from", file)).toMatchObject({
      code: 1,
      err: expect.stringContaining("The database is not empty") as unknown,
    });
    expect(JSON.parse((await run("restore", "--data", other, "--from", file)).out)).toMatchObject({ done: "restore" });
    const second = await startServer(["--demo", "--data", other]);
    expect(await ordersOf(second)).toBe(orders);
    expect(await second.stop()).toBe(0);
    // Without a running server, its database is started for the duration of the backup.
    expect(await run("backup", "--data", other, "--to", join(folder, "again.gz"))).toMatchObject({ code: 0 });
    expect(await run("restore", "--data", other, "--restored-elsewhere")).toMatchObject({ code: 0 });
  });

  it("say in a sentence what is wrong", async () => {
    expect(await run("backup", "--data", join(folder, "nothing"), "--to", join(folder, "none.gz"))).toMatchObject({
      code: 1,
      err: expect.stringContaining("There is no data in") as unknown,
    });
    const { code, err } = await run("backup");
    expect([code, err]).toEqual([2, expect.stringMatching(/^--to needs a file\.\n\nUsage: npm run backup/)]);
    for (const args of [
      ["keep"],
      ["restore"],
      ["restore", "--from", "a", "--restored-elsewhere"],
      ["backup", "--into", "x"],
    ])
      expect(readBackupOrRestore(args)).toMatchObject({ ok: false });
  });
});
