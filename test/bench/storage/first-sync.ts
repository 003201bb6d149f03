import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

import { createApp } from "#main/create-app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter, moreIsBetter } from "#test/bench/measurement.ts";
import { temporaryFolder } from "#test/support/folder.ts";

import { pullByHand } from "./pull-by-hand.ts";
import { TurnMonitor } from "./turn-monitor.ts";

const goals = { documentsPerSecond: 20_000, delayMilliseconds: 50, residentMegabytes: 1_000 };

const serverSchema = z.object({ url: z.string(), email: z.string(), count: z.int() });

interface PullServer extends AsyncDisposable, z.infer<typeof serverSchema> {}

const startPullServer = async (orders: number): Promise<PullServer> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "pull-server.ts"), String(orders)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error("the stand-in for the backend ended before it was ready");
  return {
    ...serverSchema.parse(JSON.parse(first.value)),
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
};

interface Run {
  readonly documentsPerSecond: number;
  readonly clockDelay: number;
  readonly processorDelay: number;
  readonly residentMegabytes: number;
}

/** The whole application without a window on its first day: until everything that the server has is in its file. */
const syncOnce = async ({ url, email, count }: PullServer, directory: string): Promise<Run> => {
  const app = createApp({ server: url, directory, secrets: memorySecrets() });
  const turns = new TurnMonitor();
  const startedAt = performance.now();
  const signedIn = await app.signIn(email);
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  let residentBytes = 0;
  for (;;) {
    const status = await app.workspace?.view("status", {});
    residentBytes = Math.max(residentBytes, process.memoryUsage.rss());
    if (status?.lastSyncAt !== undefined) break;
    await pause(100);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const { clock, processor } = turns.end();
  await app.close();
  return {
    documentsPerSecond: count / seconds,
    clockDelay: clock,
    processorDelay: processor,
    residentMegabytes: residentBytes / 1e6,
  };
};

/** The first sync beside the same pages written by hand, and beside the goals of the design. */
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
