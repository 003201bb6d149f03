import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { v7 } from "uuid";
import { z } from "zod";

import { DesktopApp } from "#main/app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { createStorage, damagedFilesIn } from "#main/storage.ts";
import { Store } from "#main/store/store.ts";
import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";
import { startProcess } from "#test/bench/process.ts";
import { TurnMonitor } from "#test/bench/storage/turn-monitor.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { benchKeys } from "./bench-keys.ts";
import { CommitByHand } from "./commit-by-hand.ts";
import { BenchWindow } from "./window.ts";

const goals = { keptMilliseconds: 20, delayMilliseconds: 50 };

/** How many decisions waited on the device before it could connect. */
const waiting = 500;
/** How many decisions are measured at least, even if the sync is over earlier. */
const fewest = 5;
/** Milliseconds from one decision to the next, and from one search to the next one's typing. */
const between = { decisions: 60, searches: 400 };

const serverSchema = z.object({ url: z.string(), email: z.string() });
type Server = z.infer<typeof serverSchema>;

const ids = { next: () => v7() };
const clock = { now: () => instantFromDate(new Date()) };

/** Encrypted, like the product. */
const appIn = (directory: string, { url }: Server): DesktopApp =>
  new DesktopApp({
    server: url,
    directory,
    storage: createStorage(directory, benchKeys),
    damagedFiles: damagedFilesIn(directory, clock, benchKeys),
    secrets: memorySecrets(),
    fetch: globalThis.fetch,
    clock,
    ids,
    random: () => Math.random(),
  });

const signIn = async (app: DesktopApp, { email }: Server): Promise<void> => {
  const signedIn = await app.signIn(email);
  if (!signedIn.ok) throw new Error(`the sign-in was answered ${signedIn.error.code}`);
};

/** Puts comments into the outbox of the device in this folder. */
const fillOutbox = async (directory: string): Promise<void> => {
  const personId = personIdSchema.parse("person-bench");
  const file = (await readdir(directory)).find((name) => name.endsWith(".sqlite"));
  if (file === undefined) throw new Error("the device has no file");
  const name = decodeURIComponent(file.slice(0, -".sqlite".length));
  const store = await Store.open({ name, storage: createStorage(directory, benchKeys), ids, personId });
  await store.collections.commands.bulkInsert(
    Array.from({ length: waiting }, (_, index) =>
      store.stored("commands", {
        id: ids.next(),
        type: "comment-on-order",
        payload: { orderId: "order-elsewhere", text: "As agreed." },
        actorId: personId,
        deviceId: store.deviceId,
        deviceSeq: index + 1,
        madeAt: clock.now(),
        basedOn: 1,
        protocol: newestProtocol,
        verdict: { state: "waiting" },
      }),
    ),
  );
  await store.close();
};

/** Types one history search after another until it is ended. */
const searching = (window: BenchWindow): (() => void) => {
  let count = 0;
  let end = (): void => undefined;
  const type = (): void => {
    end();
    count += 1;
    end = window.follow("history", { start: 0, count: 50, search: `-${count}`, filter: "all" }, () => undefined);
  };
  type();
  const timer = setInterval(type, between.searches);
  return () => {
    clearInterval(timer);
    end();
  };
};

/** Decides orders as they arrive, until the device has everything. @returns how long each decision took to be stored. */
const decideWhileSyncing = async (app: DesktopApp, window: BenchWindow, byHand: CommitByHand) => {
  const decided = new Set<string>();
  const ours: number[] = [];
  const peer: number[] = [];
  for (;;) {
    const { workspace } = app;
    if (workspace === undefined) throw new Error("nobody is signed in");
    const { lastSyncAt } = await workspace.view("status", {});
    if (lastSyncAt !== undefined && ours.length >= fewest) return { ours, peer };
    const { rows } = await workspace.view("inbox", { start: 0, count: 50 });
    for (const { orderId, stageId } of rows.filter((row: InboxRow) => !decided.has(row.orderId)).slice(0, 10)) {
      decided.add(orderId);
      // Timed from when it should begin: a blocked event loop delays a decision as well.
      const dueAt = performance.now() + between.decisions;
      await pause(between.decisions);
      const made = await window.call("approve-order", { orderId, stageId });
      if (!made.ok) throw new Error(`a decision was answered ${made.error.code}`);
      ours.push(performance.now() - dueAt);
      peer.push(byHand.time());
    }
    if (rows.every((row: InboxRow) => decided.has(row.orderId))) await pause(between.decisions);
  }
};

const p95 = (times: readonly number[]): number =>
  times.toSorted((left, right) => left - right)[Math.floor(times.length * 0.95)] ?? Number.NaN;

/**
 * How long it takes to store a decision while the device loads everything for the first time, sends what was waiting, and
 * its person searches the history; compared with one commit by hand on the same disk at the same time.
 */
export async function* kept(orders: number): AsyncGenerator<Measurement> {
  await using server = await startProcess(
    join(import.meta.dirname, "../storage/pull-server.ts"),
    String(orders),
    serverSchema,
  );
  await using folder = await temporaryFolder();
  const before = appIn(folder.path, server);
  await signIn(before, server);
  await before.close();
  await fillOutbox(folder.path);

  using byHand = new CommitByHand(join(folder.path, "by-hand.db"));
  const app = appIn(folder.path, server);
  await signIn(app, server);
  const turns = new TurnMonitor();
  const window = new BenchWindow(app);
  const endSearch = searching(window);
  const { ours, peer } = await decideWhileSyncing(app, window, byHand);
  endSearch();
  const { clock: delay, processor } = turns.end();
  window[Symbol.dispose]();
  await app.close();

  const name = "app.kept";
  const p95s = { ours: p95(ours), unit: "ms" };
  yield lessIsBetter({ ...p95s, name: `${name}-p95`, peer: goals.keptMilliseconds, peerName: "goal" });
  yield lessIsBetter({ ...p95s, name: `${name}-p95-beside-commit`, peer: p95(peer), peerName: "node:sqlite commit" });
  const loop = { peer: goals.delayMilliseconds, peerName: "goal", unit: "ms" };
  yield lessIsBetter({ ...loop, name: `${name}-delay-p99`, ours: delay });
  yield lessIsBetter({ ...loop, name: `${name}-turn-cpu-p99`, ours: processor });
}
