import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { getRxStorageNodeSqlite, StorageError } from "./index.ts";
import { startChild } from "./testing/child-process.ts";
import { eventsOf, idsOf, insert, note, openNotes, openStoredNotes, row } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const CRASH_TIMEOUT_MS = 60_000;

const endlessWriter = new URL("./testing/endless-writer.ts", import.meta.url);

describe("a writer that is killed", () => {
  it.for([
    { documentsPerWrite: 1, writes: 40 },
    { documentsPerWrite: 300, writes: 7 },
  ])(
    "D02 leaves a sound file with every acknowledged write whole: $documentsPerWrite documents each",
    { timeout: CRASH_TIMEOUT_MS },
    async ({ documentsPerWrite, writes }) => {
      const directory = temporaryDirectory();
      const writer = startChild(endlessWriter, directory, String(documentsPerWrite));
      let acknowledged = -1;
      while (acknowledged < writes) acknowledged = Number(await writer.nextLine());
      await writer.kill();

      const database = new DatabaseSync(join(directory, "crash.sqlite"));
      const rows = database.prepare("SELECT id FROM documents_1 ORDER BY seq").all();
      expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
      database.close();

      expect(rows.length % documentsPerWrite).toBe(0);
      expect(rows.length).toBeGreaterThanOrEqual((acknowledged + 1) * documentsPerWrite);
      rows.forEach((row, position) => {
        expect(row["id"]).toBe(`${Math.floor(position / documentsPerWrite)}-${position % documentsPerWrite}`);
      });
    },
  );

  it(
    "leaves nothing that keeps the next process out, which checks the file first",
    { timeout: CRASH_TIMEOUT_MS },
    async () => {
      const directory = temporaryDirectory();
      const writer = startChild(endlessWriter, directory, "1");
      await writer.nextLine();
      await writer.kill();
      expect(existsSync(join(directory, "crash.sqlite-owner.json"))).toBe(true);

      const notes = await openStoredNotes(directory, { databaseName: "crash" });
      await insert(notes, note("a"));
      await notes.close();
      expect(existsSync(join(directory, "crash.sqlite-owner.json"))).toBe(false);
    },
  );
});

describe("a write", () => {
  it("waits for the disk unless the caller calls it repeatable", async () => {
    const directory = temporaryDirectory();
    const isRepeatable = (context: string) => context === "pull";
    const notes = await openNotes(getRxStorageNodeSqlite({ directory, isRepeatable }));
    const { database } = notes.internals.file;
    const FULL = { synchronous: 2 };
    const NORMAL = { synchronous: 1 };
    await notes.bulkWrite([{ document: note("a") }], "decision");
    expect(database.prepare("PRAGMA synchronous").get()).toEqual(FULL);
    await notes.bulkWrite([{ document: note("b") }], "pull");
    expect(database.prepare("PRAGMA synchronous").get()).toEqual(NORMAL);
    await notes.bulkWrite([{ document: note("c") }], "decision");
    expect(database.prepare("PRAGMA synchronous").get()).toEqual(FULL);
  });
});

describe("a large write that may be written in parts", () => {
  const isRepeatable = (context: string) => context === "pull";
  const isDivisible = (_context: string, collectionName: string) => collectionName === "notes";
  const rows = Array.from({ length: 300 }, (_, n) => row(note(`pulled-${n}`)));

  const openDivisible = () =>
    openNotes(getRxStorageNodeSqlite({ directory: temporaryDirectory(), isRepeatable, isDivisible }));

  it("is overtaken by one that is not, and by no other of its kind", async () => {
    const notes = await openDivisible();
    const written: string[] = [];
    const events = eventsOf(notes);
    await Promise.all([
      notes.bulkWrite(rows, "pull").then(() => written.push("large")),
      notes.bulkWrite([row(note("small"))], "pull").then(() => written.push("small")),
      notes.bulkWrite([row(note("decision"))], "decision").then(() => written.push("decision")),
    ]);
    expect(written).toEqual(["decision", "large", "small"]);
    const ids = events.flatMap((bulk) => bulk.events.map(({ documentId }) => documentId));
    expect(ids).toEqual(["decision", ...rows.map(({ document }) => document.id), "small"]);
  });

  it("lets others write between its parts, and tells what of it meets another state", async () => {
    const notes = await openDivisible();
    const pulling = notes.bulkWrite(rows, "pull");
    const events = eventsOf(notes);
    while (events.length === 0) await turn();
    expect(await idsOf(notes, { selector: { id: "pulled-299" } })).toEqual([]);
    await insert(notes, note("pulled-299", { text: "mine" }));
    const { error } = await pulling;
    expect(error).toMatchObject([{ status: 409, documentId: "pulled-299", documentInDb: { text: "mine" } }]);
    expect(
      (
        await notes.findDocumentsById(
          rows.map(({ document }) => document.id),
          false,
        )
      ).length,
    ).toBe(300);
  });

  it("is written whole although the collection is closed meanwhile", async () => {
    const directory = temporaryDirectory();
    const storage = getRxStorageNodeSqlite({ directory, isRepeatable, isDivisible });
    const notes = await openNotes(storage);
    const events = eventsOf(notes);
    const pulling = notes.bulkWrite(rows, "pull");
    while (events.length === 0) await turn();
    await notes.close();
    expect(await pulling).toEqual({ error: [] });
    expect(await idsOf(await openNotes(storage), {})).toHaveLength(300);
  });

  it("is written whole, as any other, in a collection that is not named", async () => {
    const storage = getRxStorageNodeSqlite({ directory: temporaryDirectory(), isRepeatable, isDivisible });
    const others = await openNotes(storage, { collectionName: "others" });
    const events = eventsOf(others);
    await others.bulkWrite(rows, "pull");
    expect(events.map((bulk) => bulk.events.length)).toEqual([300]);
  });
});

describe("two users of one file", () => {
  it("refuses a second process and names the first", { timeout: CRASH_TIMEOUT_MS }, async () => {
    const directory = temporaryDirectory();
    const writer = startChild(endlessWriter, directory, "1");
    await writer.nextLine();

    const opening = openStoredNotes(directory, { databaseName: "crash" });

    await expect(opening).rejects.toBeInstanceOf(StorageError);
    await expect(opening).rejects.toMatchObject({ code: "locked-by-another-process" });
    await expect(opening).rejects.toThrow(`pid ${writer.pid}`);
  });

  it("believes the operating system, not a note that a dead process left", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "notebook.sqlite-owner.json"), JSON.stringify({ pid: 1, program: "x", since: "y" }));
    const notes = await openStoredNotes(directory);
    await insert(notes, note("a"));
    expect(await idsOf(notes, {})).toEqual(["a"]);
  });

  it("lets several storages of one process share a file, until the last has closed", async () => {
    const directory = temporaryDirectory();
    const first = await openNotes(getRxStorageNodeSqlite({ directory }));
    const second = await openNotes(getRxStorageNodeSqlite({ directory }));
    await insert(first, note("a"));
    await first.close();
    expect(existsSync(join(directory, "notebook.sqlite-owner.json"))).toBe(true);
    await insert(second, note("b"));
    expect(await idsOf(second, {})).toEqual(["a", "b"]);
  });

  it("shares one connection among the collections of a database", async () => {
    const storage = getRxStorageNodeSqlite({ directory: temporaryDirectory() });
    const notes = await openNotes(storage);
    const others = await openNotes(storage, { collectionName: "others" });
    expect(others.internals.file).toBe(notes.internals.file);
    await notes.close();
    expect(others.internals.file.database.isOpen).toBe(true);
    await others.close();
    expect(others.internals.file.database.isOpen).toBe(false);
  });
});

describe("files", () => {
  it("are one per database name, whatever characters it has", async () => {
    const directory = temporaryDirectory();
    const storage = getRxStorageNodeSqlite({ directory });
    for (const databaseName of ["a/b", "..", "a:b*?", "Ünïcode"]) await openNotes(storage, { databaseName });
    expect(readdirSync(directory).filter((name) => name.endsWith(".sqlite"))).toHaveLength(4);
  });

  it("go with the last collection that is removed", async () => {
    const directory = temporaryDirectory();
    const notes = await openStoredNotes(directory);
    await insert(notes, note("a"));
    await notes.remove();
    expect(readdirSync(directory)).toEqual(["notebook.sqlite-lock"]);
  });

  it("can be named by the caller", async () => {
    const path = join(temporaryDirectory(), "deeper", "here.db");
    await openNotes(getRxStorageNodeSqlite({ pathOf: () => path }));
    expect(existsSync(path)).toBe(true);
  });

  it("are written ahead and flushed at every commit", async () => {
    const { internals } = await openStoredNotes(temporaryDirectory());
    const setting = (name: string): unknown => internals.file.database.prepare(`PRAGMA ${name}`).get()?.[name];
    expect(setting("journal_mode")).toBe("wal");
    expect(setting("synchronous")).toBe(2);
  });
});
