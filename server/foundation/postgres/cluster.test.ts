import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createLog } from "#server/foundation/log/log.ts";
import { timeLimit } from "#server/testing/database.ts";
import { lastingPort } from "#server/testing/lasting-port.ts";
import { makeDataFolder } from "#server/testing/prepared-data.ts";

import type { Cluster } from "./cluster.ts";
import { startCluster } from "./cluster.ts";
import { ClusterInUse } from "./orphan.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const log = createLog("silent");
let folder: string;
let cluster: Cluster | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-cluster-"));
});
afterEach(async () => {
  await cluster?.stop();
  cluster = undefined;
  await rm(folder, { recursive: true, force: true });
});

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<unknown[]>({ text, rowMode: "array" });
  await client.end();
  return rows.flat();
};

describe("the embedded PostgreSQL", () => {
  it("keeps its data from one start to the next", async () => {
    cluster = await startCluster(folder, log);
    await query(cluster.url, "create table kept as select 42 as answer");
    await cluster.stop();
    cluster = await startCluster(folder, log);
    expect(await query(cluster.url, "select answer from kept")).toEqual([42]);
  });

  it("listens only on loopback, with a password that only its user can read", async () => {
    cluster = await startCluster(folder, log);
    expect(await query(cluster.url, "show listen_addresses")).toEqual(["127.0.0.1"]);
    const file = join(folder, "postgres-password");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const password = (await readFile(file, "utf8")).trim();
    await expect(query(cluster.url.replace(password, "guessed"), "select 1")).rejects.toThrow("password");
  });

  it("refuses a second server on the same folder, and the first continues", async () => {
    await makeDataFolder(folder, "postgres");
    cluster = await startCluster(folder, log);
    await expect(startCluster(folder, log)).rejects.toThrow(ClusterInUse);
    expect(await query(cluster.url, "select 1")).toEqual([1]);
  });

  it("leaves one running that refuses its password, because it may be in use", async () => {
    await makeDataFolder(folder, "postgres");
    cluster = await startCluster(folder, log);
    const file = join(folder, "postgres-password");
    const password = await readFile(file, "utf8");
    await writeFile(file, "another");
    await expect(startCluster(folder, log)).rejects.toThrow("password authentication failed");
    await writeFile(file, password);
    expect(await query(cluster.url, "select 1")).toEqual([1]);
  });

  it("starts on another port if another program takes the free one first", async () => {
    const quicker = createServer().listen(0, "127.0.0.1");
    await once(quicker, "listening");
    const { port: taken } = quicker.address() as AddressInfo;
    const ports = [taken, taken, await lastingPort()];
    await makeDataFolder(folder, "postgres");
    cluster = await startCluster(folder, log, [], () => Promise.resolve(ports.shift() ?? 0));
    expect(ports).toEqual([]);
    expect(new URL(cluster.url).port).not.toBe(String(taken));
    expect(await query(cluster.url, "select 1")).toEqual([1]);
    quicker.close();
  });

  it("starts although the pid in the pid file now belongs to another process", async () => {
    await makeDataFolder(folder, "postgres");
    cluster = await startCluster(folder, log);
    const pidFile = join(folder, "postgres", "postmaster.pid");
    const lines = (await readFile(pidFile, "utf8")).split("\n");
    await cluster.stop();
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join("\n"));
    cluster = await startCluster(folder, log);
    expect(await query(cluster.url, "select 1")).toEqual([1]);
  });
});
