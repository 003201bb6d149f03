import { describe, expect, it } from "vitest";
import { StorageError } from "./index.ts";
import { eventsOf, filledNoteSchema, insert, note, openStoredNotes, prepared, row } from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

describe("writing", () => {
  it("D02 keeps a document across closing and opening again", async () => {
    const directory = temporaryDirectory();
    const first = await openStoredNotes(directory);
    const document = note("a", { title: "T\0\ud800\u{1f600}", rank: 1.5, place: { floor: 3 } });
    await insert(first, document);
    await first.close();

    const second = await openStoredNotes(directory);
    expect(await second.findDocumentsById(["a"], false)).toEqual([document]);
  });

  it("refuses an insert over an existing document with the state in the database", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const existing = note("a", { title: "first" });
    await insert(notes, existing);

    const { error } = await notes.bulkWrite([row(note("a", { title: "second" })), row(note("b"))], "test");

    expect(error).toMatchObject([{ status: 409, documentId: "a", documentInDb: existing }]);
    expect(await notes.findDocumentsById(["a"], true)).toEqual([existing]);
    expect(await notes.findDocumentsById(["b"], true)).toHaveLength(1);
  });

  it("refuses an update that was not made from the newest revision", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const first = note("a");
    const second = note("a", { rank: 2 }, first);
    await insert(notes, first);
    await notes.bulkWrite([row(second, first)], "test");

    const { error } = await notes.bulkWrite([row(note("a", { rank: 3 }, first), first)], "test");

    expect(error).toMatchObject([{ status: 409, documentInDb: second }]);
  });

  it("announces inserts, updates and deletions after they are on disk, with their context", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const bulks = eventsOf(notes);
    const first = note("a");
    const second = note("a", { rank: 1 }, first);
    const gone = note("a", { _deleted: true }, second);
    await notes.bulkWrite([row(first)], "one");
    await notes.bulkWrite([row(second, first)], "two");
    await notes.bulkWrite([row(gone, second)], "three");

    expect(bulks.map(({ context, events }) => [context, events[0]?.operation])).toEqual([
      ["one", "INSERT"],
      ["two", "UPDATE"],
      ["three", "DELETE"],
    ]);
    expect(new Set(bulks.map((bulk) => bulk.id)).size).toBe(3);
  });

  it("lets the last of two inserts of one id in one batch stand, as RxDB's memory storage does", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await insert(notes, note("a", { rank: 1 }), note("b"), note("a", { rank: 2 }));
    expect((await notes.findDocumentsById(["a", "b"], false)).map(({ rank }) => rank)).toEqual([2, undefined]);
  });

  it("announces nothing when every row conflicts", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await insert(notes, note("a"));
    const bulks = eventsOf(notes);
    await notes.bulkWrite([row(note("a"))], "test");
    expect(bulks).toEqual([]);
  });

  it("returns deleted documents by id only when asked", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await insert(notes, note("a", { _deleted: true }), note("b"));
    expect((await notes.findDocumentsById(["a", "b"], false)).map(({ id }) => id)).toEqual(["b"]);
    expect((await notes.findDocumentsById(["b", "a", "c"], true)).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("tells apart ids that differ only in lone surrogates, NUL or case", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const ids = ["\ud800", "\ud801", "\ufffd", "a", "A", "a\0", "a\0b"];
    await insert(notes, ...ids.map((id) => note(id)));
    expect((await notes.findDocumentsById(ids, true)).map(({ id }) => id)).toEqual(ids);
  });
});

describe("changes since a checkpoint", () => {
  it("gives each changed document once, in the order of its last write, and a checkpoint to go on from", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const a = note("a");
    await insert(notes, a, note("b"), note("c"));
    await notes.bulkWrite([row(note("a", { rank: 1 }, a), a)], "test");

    const first = await notes.getChangedDocumentsSince!(2);
    const rest = await notes.getChangedDocumentsSince!(10, first.checkpoint);
    const end = await notes.getChangedDocumentsSince!(10, rest.checkpoint);

    expect(first.documents.map(({ id }) => id)).toEqual(["b", "c"]);
    expect(rest.documents.map(({ id }) => id)).toEqual(["a"]);
    expect(end).toEqual({ documents: [], checkpoint: rest.checkpoint });
  });

  it("D03 orders a write made under a clock set back, after a restart, behind every earlier write", async () => {
    const directory = temporaryDirectory();
    const before = await openStoredNotes(directory);
    const bulks = eventsOf(before);
    await insert(before, note("early"));
    const checkpoint = bulks[0]!.checkpoint;
    await before.close();

    const after = await openStoredNotes(directory);
    const late = note("late");
    late._meta.lwt -= 3_600_000;
    await insert(after, late);

    expect((await after.getChangedDocumentsSince!(10, checkpoint)).documents.map(({ id }) => id)).toEqual(["late"]);
  });

  it("never gives a number twice, not even after the newest documents were purged or the collection removed", async () => {
    const directory = temporaryDirectory();
    const other = await openStoredNotes(directory, { collectionName: "other" });
    const notes = await openStoredNotes(directory);
    const bulks = eventsOf(notes);
    await insert(notes, note("a"));
    await insert(notes, note("b", { _deleted: true }));
    await notes.cleanup(-1_000_000_000_000);
    await insert(notes, note("c"));
    await notes.remove();
    const again = await openStoredNotes(directory);
    const later = eventsOf(again);
    await insert(again, note("a"));

    const sequences = [...bulks, ...later].map((bulk) => bulk.checkpoint.sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    expect(sequences.at(-1)).toBe(4);
    await other.close();
  });
});

describe("cleanup", () => {
  it("purges tombstones that are old enough, and no living document", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const old = note("old", { _deleted: true });
    const recent = note("recent", { _deleted: true });
    recent._meta.lwt = Date.now() + 60_000;
    await insert(notes, old, recent, note("living"));

    expect(await notes.cleanup(0)).toBe(true);

    const left = await notes.findDocumentsById(["old", "recent", "living"], true);
    expect(left.map(({ id }) => id)).toEqual(["recent", "living"]);
  });

  it("purges thousands of tombstones in one call", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await insert(notes, ...Array.from({ length: 1_001 }, (_, number) => note(`n${number}`, { _deleted: true })));
    expect(await notes.cleanup(0)).toBe(true);
    expect((await notes.getChangedDocumentsSince!(10)).documents).toEqual([]);
  });
});

describe("the disk", () => {
  it("gets back what a cleanup has freed", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const documents = Array.from({ length: 400 }, (_, n) =>
      note(`n${n}`, { text: "x".repeat(30_000), _deleted: true }),
    );
    await insert(notes, ...documents);
    const pages = (): unknown => notes.internals.file.statements.get("PRAGMA page_count")?.["page_count"];
    expect(pages()).toBeGreaterThan(2_500);
    await notes.cleanup(0);
    expect(pages()).toBeLessThan(1_200);
  });
});

describe("closing and removing", () => {
  it("refuses every use after closing, with a typed error", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await notes.close();
    await notes.close();
    for (const use of [
      () => notes.bulkWrite([row(note("a"))], "test"),
      () => notes.findDocumentsById(["a"], true),
      () => notes.query(prepared({})),
      () => notes.count(prepared({})),
      () => notes.getChangedDocumentsSince!(1),
      () => notes.cleanup(0),
      () => notes.remove(),
    ]) {
      await expect(use()).rejects.toMatchObject({ name: "StorageError", code: "closed" });
    }
  });

  it("refuses with what RxDB takes for an ordinary Error, and this application for a StorageError", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await notes.close();
    const refusal: unknown = await notes.remove().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StorageError);
    expect((refusal as StorageError).constructor).toBe(Error);
  });

  it("removes a collection with its documents and leaves the others", async () => {
    const directory = temporaryDirectory();
    const notes = await openStoredNotes(directory);
    const others = await openStoredNotes(directory, { collectionName: "others" });
    await insert(notes, note("a"));
    await insert(others, note("b"));
    await notes.remove();

    const again = await openStoredNotes(directory);
    expect(await again.findDocumentsById(["a"], true)).toEqual([]);
    expect(await others.findDocumentsById(["b"], true)).toHaveLength(1);
  });

  it("keeps collections of one name apart by schema version and by letter case", async () => {
    const directory = temporaryDirectory();
    const instances = [
      await openStoredNotes(directory),
      await openStoredNotes(directory, { collectionName: "Notes" }),
      await openStoredNotes(directory, { schema: filledNoteSchema({ version: 1 }) }),
    ];
    await insert(instances[0]!, note("a"));
    expect(await instances[1]!.findDocumentsById(["a"], true)).toEqual([]);
    expect(await instances[2]!.findDocumentsById(["a"], true)).toEqual([]);
  });

  it("keeps every document when the declared indexes change under the same version", async () => {
    const directory = temporaryDirectory();
    const before = await openStoredNotes(directory, { schema: filledNoteSchema({ indexes: [] }) });
    await insert(before, note("a", { rank: 2 }), note("b", { rank: 1 }));
    const last = await before.getChangedDocumentsSince!(10);
    await before.close();

    const after = await openStoredNotes(directory);
    const { documents } = await after.query(prepared({ selector: { rank: { $gt: 0 } }, sort: [{ rank: "asc" }] }));
    expect(documents.map(({ id }) => id)).toEqual(["b", "a"]);
    expect(await after.getChangedDocumentsSince!(10)).toEqual(last);
  });
});
