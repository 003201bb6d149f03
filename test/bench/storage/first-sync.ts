import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

import type { DesktopApp } from "#main/app.ts";
import { createApp } from "#main/create-app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter, moreIsBetter } from "#test/bench/measurement.ts";
import type { StartedProcess } from "#test/bench/process.ts";
import { startProcess } from "#test/bench/process.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { pullByHand } from "./pull-by-hand.ts";
import { TurnMonitor } from "./turn-monitor.ts";

const goals = { documentsPerSecond: 20_000, delayMilliseconds: 50, residentMegabytes: 1_000 };

const serverSchema = z.object({ url: z.string(), email: z.string(), count: z.int() });

type PullServer = z.infer<typeof serverSchema>;

const startPullServer = (orders: number): Promise<StartedProcess<PullServer>> =>
  startProcess(join(import.meta.dirname, "pull-server.ts"), String(orders), serverSchema);

interface Run {
  readonly documentsPerSecond: number;
  readonly clockDelay: number;
  readonly processorDelay: number;
  readonly residentMegabytes: number;
}

/** Waits until the device has everything. @returns the most memory that it held, in bytes. */
const whenSynced = async (app: DesktopApp): Promise<number> => {
  let residentBytes = 0;
  for (;;) {
    const status = await app.workspace?.view("status", {});
    residentBytes = Math.max(residentBytes, process.memoryUsage.rss());
    if (status?.lastSyncAt !== undefined) return residentBytes;
    if (status?.problem !== undefined) throw new Error(`the first sync failed: ${status.problem.code}`);
    await pause(100);
  }
};

/** The whole application without a window, at its first start: until everything from the server is in its file. */
const syncOnce = async ({ url, email, count }: PullServer, directory: string): Promise<Run> => {
  const app = createApp({ server: url, directory, secrets: memorySecrets() });
  try {
    const turns = new TurnMonitor();
    const startedAt = performance.now();
    const signedIn = await app.signIn(email);
    if (!signedIn.ok) throw new Error(`the sign-in was answered ${signedIn.error.code}`);
    const residentBytes = await whenSynced(app);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { clock, processor } = turns.end();
    return {
      documentsPerSecond: count / seconds,
      clockDelay: clock,
      processorDelay: processor,
      residentMegabytes: residentBytes / 1e6,
    };
  } finally {
    await app.close();
  }
};

/** The first sync compared with the same pages written by hand, and with the goals of the design. */
export async function* firstSync(orders: number): AsyncGenerator<Measurement> {
  await using server = await startPullServer(orders);
  await using folder = await temporaryFolder();
  const run = await syncOnce(server, folder.path);
  const startedAt = performance.now();
  await pullByHand(server.url, join(folder.path, "by-hand.sqlite"));
  const byHand = (server.count / (performance.now() - startedAt)) * 1_000;

  const rate = { ours: run.documentsPerSecond, unit: "docs/s" };
  const name = "storage.first-sync";
  yield moreIsBetter({ ...rate, name, peer: goals.documentsPerSecond, peerName: "goal" });
  yield moreIsBetter({ ...rate, name: `${name}-beside-hand`, peer: byHand, peerName: "fetch + node:sqlite" });
  const delay = { peer: goals.delayMilliseconds, peerName: "goal", unit: "ms" };
  yield lessIsBetter({ ...delay, name: `${name}-delay-p99`, ours: run.clockDelay });
  yield lessIsBetter({ ...delay, name: `${name}-turn-cpu-p99`, ours: run.processorDelay });
  yield lessIsBetter({
    name: `${name}-memory`,
    ours: run.residentMegabytes,
    peer: goals.residentMegabytes,
    peerName: "bound",
    unit: "MB",
  });
}
