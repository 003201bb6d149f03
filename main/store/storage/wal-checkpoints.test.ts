import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { CheckpointThread } from "./checkpoint-thread.ts";
import { startChild } from "./testing/child-process.ts";
import { getRxStorageNodeSqlite } from "./index.ts";
import { insert, note, openNotes, openStoredNotes, prepared, row } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

/** Where a commit would begin to move the log by itself: `wal_autocheckpoint` pages of 4 KiB. */
const SQLITES_OWN_THRESHOLD = 4_096 * 4_096;

afterEach(() => {
  vi.restoreAllMocks();
});

it(
  "keeps the log so short that no commit has to move it, however much is written without a pause",
  { timeout: 60_000 },
  async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const { path } = notes.internals.file;
    let largest = 0;
    for (let batch = 0; batch < 60; batch++) {
      const documents = Array.from({ length: 100 }, (_, n) => note(`${n}-${batch}`, { text: "x".repeat(10_000) }));
      await insert(notes, ...documents);
      largest = Math.max(largest, statSync(`${path}-wal`).size);
    }
    expect(statSync(path).size).toBeGreaterThan(48 * 1024 * 1024);
    expect(largest).toBeLessThan(SQLITES_OWN_THRESHOLD);
  },
);

/** How often a log was begun: the checkpoint sequence number of its header (https://www.sqlite.org/fileformat2.html#walformat). */
const timesBegun = (log: string): number => readFileSync(log).readUInt32BE(12);

it(
  "begins the log anew although one read after the other comes, each of which holds it",
  { timeout: 60_000 },
  async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const { path } = notes.internals.file;
    let isWriting = true;
    const reading = Array.from({ length: 2 }, async () => {
      while (isWriting) {
        await notes.query(prepared({ selector: { text: { $regex: "y" } } }));
        await turn();
      }
    });
    const write = (batch: number) =>
      insert(notes, ...Array.from({ length: 100 }, (_, n) => note(`${n}-${batch}`, { text: "x".repeat(10_000) })));
    await write(0);
    const first = timesBegun(`${path}-wal`);
    // How much is written during one read, and so how long the log gets, is the machine's matter; that it ends is not.
    for (let batch = 1; timesBegun(`${path}-wal`) < first + 2; batch++) await write(batch);
    isWriting = false;
    await Promise.all(reading);
    expect(timesBegun(`${path}-wal`)).toBeGreaterThanOrEqual(first + 2);
  },
);

it("keeps pulled pages waiting while a long log is moved, and no decision", { timeout: 60_000 }, async () => {
  const isRepeatable = (context: string) => context === "pull";
  const notes = await openNotes(getRxStorageNodeSqlite({ directory: temporaryDirectory(), isRepeatable }));
  const moved = Promise.withResolvers<void>();
  vi.spyOn(CheckpointThread.prototype, "run").mockReturnValue(moved.promise);
  let pulled = 0;
  const pulling = (async () => {
    for (; pulled < 20; pulled++) {
      const page = Array.from({ length: 50 }, (_, n) => row(note(`${n}-${pulled}`, { text: "x".repeat(20_000) })));
      await notes.bulkWrite(page, "pull");
    }
  })();
  const { path } = notes.internals.file;
  const isLong = () => statSync(`${path}-wal`).size > 8 * 1024 * 1024;
  while (!isLong()) await turn();
  await insert(notes, note("decision"));
  for (let turns = 0; turns < 20; turns++) await turn();
  expect(pulled).toBeLessThan(20);
  moved.resolve();
  await pulling;
  expect(pulled).toBe(20);
});

it("keeps no write waiting for a thread that cannot work", async () => {
  const thread = new CheckpointThread(temporaryDirectory());
  await expect(thread.run()).resolves.toBeUndefined();
  await expect(thread.run()).resolves.toBeUndefined();
  await thread.end();
});

it("is never left by a process that waits for the thread's end", { timeout: 60_000 }, async () => {
  const ender = startChild(
    new URL("./testing/thread-ender.ts", import.meta.url),
    join(temporaryDirectory(), "log.sqlite"),
  );
  expect(await ender.ended()).toEqual(["ended"]);
});
