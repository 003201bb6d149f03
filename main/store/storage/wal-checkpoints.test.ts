import { statSync } from "node:fs";
import { expect, it } from "vitest";
import { insert, note, openStoredNotes } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

it("keeps the write-ahead log bounded, however much is written without a pause", { timeout: 60_000 }, async () => {
  const notes = await openStoredNotes(temporaryDirectory());
  const { path } = notes.internals.file;
  let largest = 0;
  for (let batch = 0; batch < 60; batch++) {
    const documents = Array.from({ length: 100 }, (_, n) => note(`${n}-${batch}`, { text: "x".repeat(10_000) }));
    await insert(notes, ...documents);
    largest = Math.max(largest, statSync(`${path}-wal`).size);
  }
  expect(statSync(path).size).toBeGreaterThan(48 * 1024 * 1024);
  expect(largest).toBeLessThan(24 * 1024 * 1024);
});
