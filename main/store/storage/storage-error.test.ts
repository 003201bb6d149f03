import { mkdirSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { StorageError } from "./index.ts";
import { eventsOf, idsOf, insert, note, openStoredNotes, prepared, row } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

describe("a full disk", { timeout: 60_000 }, () => {
  it("is a typed error that writes nothing, announces nothing, and leaves a sound file in use", async () => {
    const directory = temporaryDirectory();
    const notes = await openStoredNotes(directory);
    await insert(notes, note("kept", { text: "before" }));
    const bulks = eventsOf(notes);
    const { database } = notes.internals.file;
    const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
    database.exec(`PRAGMA max_page_count = ${pages + 3}`);

    const large = Array.from({ length: 200 }, (_, n) => row(note(`n${n}`, { text: "x".repeat(1_000) })));
    const writing = notes.bulkWrite(large, "test");

    await expect(writing).rejects.toBeInstanceOf(StorageError);
    await expect(writing).rejects.toMatchObject({ code: "disk-full", cause: { errcode: 13 } });
    expect(bulks).toEqual([]);
    expect(await idsOf(notes, {})).toEqual(["kept"]);
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });

    database.exec("PRAGMA max_page_count = 1000000");
    expect((await notes.bulkWrite(large, "test")).error).toEqual([]);
    const { checkpoint } = await notes.getChangedDocumentsSince!(1_000);
    expect(checkpoint).toEqual({ sequence: 201 });
    await notes.close();
    expect(await idsOf(await openStoredNotes(directory), {})).toHaveLength(201);
  });

  it("at any page of a write loses nothing that was acknowledged", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const { database } = notes.internals.file;
    const acknowledged: string[] = [];
    for (let attempt = 0; attempt < 60; attempt++) {
      const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
      database.exec(`PRAGMA max_page_count = ${pages + (attempt % 6)}`);
      const ids = Array.from({ length: 12 }, (_, n) => `${attempt}-${n}`);
      const documents = ids.map((id) => note(id, { title: id, text: "y".repeat(700) }));
      const outcome = await insert(notes, ...documents).then(
        () => "written",
        (error: unknown) => (error instanceof StorageError ? error.code : error),
      );
      expect(["written", "disk-full"]).toContain(outcome);
      if (outcome === "written") acknowledged.push(...ids);
    }
    expect((await idsOf(notes, {})).sort()).toEqual(acknowledged.sort());
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeLessThan(60 * 12);
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  });
});

describe("other troubles", () => {
  it("names a file that may not be written", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    notes.internals.file.database.exec("PRAGMA query_only = ON");
    await expect(notes.bulkWrite([row(note("a"))], "test")).rejects.toMatchObject({ code: "read-only" });
  });

  it("names a file that is no database", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "notebook.sqlite"), "no database at all".repeat(300));
    await expect(openStoredNotes(directory)).rejects.toMatchObject({ code: "damaged" });
    expect(readFileSync(join(directory, "notebook.sqlite"), "utf8")).toContain("no database at all");
  });

  it("names a directory where a file should be", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "notebook.sqlite"));
    await expect(openStoredNotes(directory)).rejects.toMatchObject({ code: "cannot-open" });
  });

  it("finds the damage of an unclean end when it opens the file", async () => {
    const directory = temporaryDirectory();
    const notes = await openStoredNotes(directory);
    await insert(
      notes,
      ...Array.from({ length: 300 }, (_, n) => note(`n${n}`, { title: `t${n}`, text: "z".repeat(500) })),
    );
    await notes.close();
    const path = join(directory, "notebook.sqlite");
    overwrite(path, 4096 * 12, 4096 * 3);
    writeFileSync(`${path}-owner.json`, JSON.stringify({ pid: 4_000_000, program: "x", since: "y" }));

    await expect(openStoredNotes(directory)).rejects.toMatchObject({ code: "damaged" });
    await expect(openStoredNotes(directory)).rejects.toMatchObject({ code: "damaged" });
  });

  it("names the damage that a read meets", async () => {
    const directory = temporaryDirectory();
    const notes = await openStoredNotes(directory);
    await insert(notes, ...Array.from({ length: 300 }, (_, n) => note(`n${n}`, { text: "z".repeat(500) })));
    await notes.close();
    truncateSync(join(directory, "notebook.sqlite"), 4096 * 20);
    const opening = openStoredNotes(directory).then((again) => again.query(prepared({})));
    await expect(opening).rejects.toMatchObject({ code: "damaged" });
  });

  it("refuses a file of a newer format, and one of another program, untouched", async () => {
    const directory = temporaryDirectory();
    const newer = await openStoredNotes(directory);
    await newer.close();
    const path = join(directory, "notebook.sqlite");
    withDatabase(path, (database) => database.exec("PRAGMA user_version = 99"));
    const newerBytes = readFileSync(path);
    await expect(openStoredNotes(directory)).rejects.toMatchObject({ code: "newer-format" });
    expect(readFileSync(path).equals(newerBytes)).toBe(true);

    const foreignPath = join(directory, "other.sqlite");
    withDatabase(foreignPath, (database) => database.exec("CREATE TABLE theirs (a)"));
    const foreignBytes = readFileSync(foreignPath);
    const opening = openStoredNotes(directory, { databaseName: "other" });
    await expect(opening).rejects.toMatchObject({ code: "not-a-storage-file" });
    expect(readFileSync(foreignPath).equals(foreignBytes)).toBe(true);
  });

  it("lets go of a file that it could not open", async () => {
    const directory = temporaryDirectory();
    const path = join(directory, "notebook.sqlite");
    withDatabase(path, (database) => database.exec("CREATE TABLE theirs (a)"));
    await expect(openStoredNotes(directory)).rejects.toThrow(StorageError);
    withDatabase(path, (database) => database.exec("DROP TABLE theirs"));
    expect(await idsOf(await openStoredNotes(directory), {})).toEqual([]);
  });
});

function withDatabase(path: string, use: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path);
  use(database);
  database.close();
}

function overwrite(path: string, at: number, length: number): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(length, 0xa5), 0, length, at);
  closeSync(file);
}
