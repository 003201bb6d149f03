import {
  createRevision,
  fillWithDefaultSettings,
  normalizeMangoQuery,
  prepareQuery,
  randomToken,
  type MangoQuery,
  type RxDocumentData,
  type RxJsonSchema,
} from "rxdb";
import { wrappedValidateAjvStorage } from "rxdb/plugins/validate-ajv";
import { lastValueFrom } from "rxjs";
import { describe, expect, it, onTestFinished } from "vitest";
import { getRxStorageNodeSqlite } from "./index.ts";
import {
  eventsOf,
  filledNoteSchema,
  insert,
  note,
  openNotes,
  openStoredNotes,
  prepared,
  row,
} from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

/** A line of an order: a key made of two fields, an index three levels down and one that names `_deleted` itself. */
type Line = {
  id: string;
  buyer: string;
  number: number;
  open: boolean;
  part?: { from?: { country?: string } };
};

const lineSchema: RxJsonSchema<Line> = {
  version: 0,
  primaryKey: { key: "id", fields: ["buyer", "number"], separator: "|" },
  type: "object",
  properties: {
    id: { type: "string", maxLength: 2_000 },
    buyer: { type: "string", maxLength: 1_900 },
    number: { type: "number", minimum: 0, maximum: 100, multipleOf: 0.5 },
    open: { type: "boolean" },
    part: {
      type: "object",
      properties: { from: { type: "object", properties: { country: { type: "string", maxLength: 2 } } } },
    },
  },
  required: ["id", "buyer", "number", "open"],
  indexes: ["number", ["open", "buyer"], "part.from.country", ["_deleted", "number"]],
};
const schema = fillWithDefaultSettings<Line>(lineSchema);

async function linesOf(...lines: Omit<Line, "id">[]) {
  const storage = getRxStorageNodeSqlite({ directory: temporaryDirectory() });
  const instance = await storage.createStorageInstance<Line>({
    databaseInstanceToken: randomToken(10),
    databaseName: "orders",
    collectionName: "lines",
    schema,
    options: {},
    multiInstance: false,
    devMode: true,
  });
  onTestFinished(() => instance.close());
  const documents = lines.map((line): RxDocumentData<Line> => ({
    ...line,
    id: `${line.buyer}|${line.number}`,
    _deleted: false,
    _attachments: {},
    _meta: { lwt: Date.UTC(2026, 0, 1) },
    _rev: createRevision("writer"),
  }));
  const rows = documents.map((document) => ({ document }));
  expect((await instance.bulkWrite(rows, "test")).error).toEqual([]);
  const find = async (query: MangoQuery<Line>): Promise<string[]> => {
    const prepared = prepareQuery<Line>(schema, normalizeMangoQuery<RxDocumentData<Line>>(schema, query));
    const { documents: found } = await instance.query(prepared);
    expect(await instance.count(prepared)).toEqual({ count: found.length, mode: "fast" });
    return found.map(({ id }) => id);
  };
  return { instance, documents, find };
}

describe("keys and indexes of every kind", () => {
  it("finds and orders by a key that is made of several fields", async () => {
    const { find } = await linesOf(
      { buyer: "b", number: 1, open: true },
      { buyer: "a", number: 10, open: true },
      { buyer: "a", number: 9, open: true },
    );
    expect(await find({ selector: { buyer: "a" }, sort: [{ id: "asc" }] })).toEqual(["a|10", "a|9"]);
    expect(await find({ selector: { id: { $in: ["b|1", "a|9", "c|1"] } }, sort: [{ id: "asc" }] })).toEqual([
      "a|9",
      "b|1",
    ]);
  });

  it("takes ids of any length and script, and tells apart those that differ at their very end", async () => {
    const buyer = "ж\u{1f600}".repeat(600);
    const { instance, find } = await linesOf(
      { buyer: `${buyer}2`, number: 1, open: true },
      { buyer: `${buyer}1`, number: 1, open: true },
    );
    expect(await find({ selector: { buyer: { $gt: `${buyer}1` } } })).toEqual([`${buyer}2|1`]);
    expect(await instance.findDocumentsById([`${buyer}1|1`, `${buyer}3|1`], false)).toHaveLength(1);
  });

  it("compares numbers as they are, also beside the bounds and steps that the schema declares", async () => {
    const { find } = await linesOf(
      ...[0, 100, -7, 100.25, 1e9, 99.5].map((number) => ({ buyer: "a", number, open: true })),
    );
    const ascending = ["a|-7", "a|0", "a|99.5", "a|100", "a|100.25", "a|1000000000"];
    expect(await find({ selector: {}, sort: [{ number: "asc" }] })).toEqual(ascending);
    expect(await find({ selector: { number: { $gt: 100 } }, sort: [{ number: "desc" }] })).toEqual(
      ascending.slice(-2).toReversed(),
    );
    expect(await find({ selector: { number: { $lt: 0 } } })).toEqual(["a|-7"]);
  });

  it("narrows and orders by truth values, false before true", async () => {
    const { find } = await linesOf(
      { buyer: "a", number: 1, open: true },
      { buyer: "b", number: 1, open: false },
      { buyer: "c", number: 1, open: true },
    );
    expect(await find({ selector: { open: { $eq: true } }, sort: [{ buyer: "desc" }] })).toEqual(["c|1", "a|1"]);
    expect(await find({ selector: {}, sort: [{ open: "asc" }, { buyer: "asc" }] })).toEqual(["b|1", "a|1", "c|1"]);
  });

  it("narrows by a field three levels down, whether the levels are there or not", async () => {
    const { find } = await linesOf(
      { buyer: "a", number: 1, open: true, part: { from: { country: "NO" } } },
      { buyer: "b", number: 1, open: true, part: {} },
      { buyer: "c", number: 1, open: true },
      { buyer: "d", number: 1, open: true, part: { from: { country: "AT" } } },
    );
    expect(await find({ selector: { "part.from.country": { $gte: "B" } } })).toEqual(["a|1"]);
    expect(await find({ selector: { "part.from.country": { $exists: false } } })).toEqual(["b|1", "c|1"]);
    expect(await find({ selector: {}, sort: [{ "part.from.country": "asc" }] })).toEqual(["b|1", "c|1", "d|1", "a|1"]);
  });

  it("answers what names _deleted itself, in a selector and in an index", async () => {
    const { instance, documents, find } = await linesOf(
      { buyer: "a", number: 1, open: true },
      { buyer: "b", number: 2, open: true },
    );
    const [previous] = documents;
    const gone = { ...previous!, _deleted: true, _rev: createRevision("writer", previous) };
    await instance.bulkWrite([{ previous: previous!, document: gone }], "test");
    expect(await find({ selector: { _deleted: true } as never })).toEqual(["a|1"]);
    expect(await find({ selector: { _deleted: false, number: { $gt: 0 } } as never })).toEqual(["b|2"]);
    expect(await find({ selector: {}, sort: [{ _deleted: "asc" }, { number: "asc" }] as never })).toEqual([
      "b|2",
      "a|1",
    ]);
  });
});

describe("writes that are refused", () => {
  it("come with the row, the reason and the state in the database, while the others of the batch are written", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const existing = note("a");
    await insert(notes, existing);
    const conflicting = row(note("a", { rank: 9 }));
    const { error } = await notes.bulkWrite([conflicting, row(note("b"))], "importing");
    expect(error).toEqual([
      {
        isError: true,
        status: 409,
        documentId: "a",
        writeRow: conflicting,
        documentInDb: existing,
        context: "importing",
      },
    ]);
    expect(await notes.findDocumentsById(["b"], false)).toHaveLength(1);
  });

  it("leave no attachment behind and take none away", async () => {
    const notes = await openStoredNotes(temporaryDirectory(), { schema: filledNoteSchema({ attachments: {} }) });
    const file = (content: string) => ({
      data: new Blob([content]),
      length: content.length,
      type: "text/plain",
      digest: `digest of ${content}`,
    });
    await notes.bulkWrite([row({ ...note("a"), _attachments: { kept: file("1") } })], "test");
    const rival = { ...note("a"), _attachments: { kept: file("2"), added: file("3") } };
    const stale = note("a", {}, note("a", { rank: 1 }, note("a")));
    const { error } = await notes.bulkWrite([row(rival), row(note("a", {}, stale), stale)], "test");

    expect(error.map(({ status }) => status)).toEqual([409, 409]);
    expect(await (await notes.getAttachmentData("a", "kept", "digest of 1")).text()).toBe("1");
    await expect(notes.getAttachmentData("a", "added", "digest of 3")).rejects.toMatchObject({
      code: "attachment-missing",
    });
  });

  it("are told by RxDB's validation as its own, without reaching the file", async () => {
    const storage = wrappedValidateAjvStorage({ storage: getRxStorageNodeSqlite({ directory: temporaryDirectory() }) });
    const notes = await openNotes(storage);
    const { error } = await notes.bulkWrite([row(note("a", { rank: "high" as never })), row(note("b"))], "test");
    expect(error).toMatchObject([{ status: 422, documentId: "a", isError: true }]);
    expect(await notes.findDocumentsById(["a", "b"], true)).toMatchObject([{ id: "b" }]);
  });

  it("are none of an empty batch, which nobody hears of", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const bulks = eventsOf(notes);
    expect(await notes.bulkWrite([], "test")).toEqual({ error: [] });
    expect(bulks).toEqual([]);
  });
});

describe("what is handed out", () => {
  it("is the caller's own: changing it changes nothing that is stored", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const written = note("a", { place: { floor: 1 } });
    await insert(notes, written);
    written.place!.floor = 2;
    const [found] = await notes.findDocumentsById(["a"], false);
    (found as { place: { floor: number } }).place.floor = 3;
    expect((await notes.query(prepared({ selector: { "place.floor": 1 } }))).documents).toMatchObject([{ id: "a" }]);
    expect(await notes.findDocumentsById(["a"], false)).toMatchObject([{ place: { floor: 1 } }]);
  });

  it("counts fast, whatever is asked, so that RxDB never refuses a count", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await insert(notes, note("a", { text: "abc" }), note("b", { text: "xyz" }));
    const asked = [{ text: { $regex: "^a" } }, { rank: { $exists: false } }, {}];
    const answers = await Promise.all(asked.map((selector) => notes.count(prepared({ selector }))));
    expect(answers).toEqual([1, 2, 2].map((count) => ({ count, mode: "fast" })));
  });
});

describe("checkpoints", () => {
  it("page through documents of one and the same time without loss or repetition", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const documents = ["c", "a", "e", "b", "d"].map((id) => note(id));
    for (const document of documents) document._meta.lwt = Date.UTC(2026, 0, 1);
    await insert(notes, ...documents);
    const pages: string[][] = [];
    let checkpoint;
    do {
      const page = await notes.getChangedDocumentsSince!(2, checkpoint);
      pages.push(page.documents.map(({ id }) => id));
      checkpoint = page.checkpoint;
    } while (pages.at(-1)!.length === 2);
    expect(pages).toEqual([["c", "a"], ["e", "b"], ["d"]]);
  });

  it("of an announcement stand behind everything that it announces, and before everything later", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const bulks = eventsOf(notes);
    await insert(notes, note("a"), note("b"));
    await insert(notes, note("c"));
    const since = async (bulk: number) =>
      (await notes.getChangedDocumentsSince!(10, bulks[bulk]!.checkpoint)).documents.map(({ id }) => id);
    expect(await since(0)).toEqual(["c"]);
    expect(await since(1)).toEqual([]);
  });
});

describe("the end of a collection", () => {
  it("leaves an empty one under the same name, which works on", async () => {
    const storage = getRxStorageNodeSqlite({ directory: temporaryDirectory() });
    for (const rank of [1, 2]) {
      const notes = await openNotes(storage);
      expect(await notes.findDocumentsById(["a"], true)).toEqual([]);
      await insert(notes, note("a", { rank }));
      expect((await notes.query(prepared({ selector: { rank: { $gt: 0 } } }))).documents).toMatchObject([{ rank }]);
      await notes.remove();
      await notes.close();
    }
  });

  it("ends its announcements", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const ended = lastValueFrom(notes.changeStream(), { defaultValue: "nothing was announced" });
    await notes.close();
    expect(await ended).toBe("nothing was announced");
  });

  it("stops a cleanup, which then says that it is not done", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await insert(notes, ...Array.from({ length: 1_001 }, (_, number) => note(`n${number}`, { _deleted: true })));
    const cleanup = notes.cleanup(0);
    await notes.close();
    expect(await cleanup).toBe(false);
  });
});

describe("two instances of one collection", () => {
  it("see each other's documents and conflicts at once, also through two storages of one process", async () => {
    const directory = temporaryDirectory();
    const one = await openStoredNotes(directory);
    const other = await openStoredNotes(directory);
    const first = note("a", { rank: 1 });
    await insert(one, first);
    expect(await other.findDocumentsById(["a"], false)).toEqual([first]);
    const second = note("a", { rank: 2 }, first);
    expect((await other.bulkWrite([row(second, first)], "test")).error).toEqual([]);
    expect((await one.bulkWrite([row(note("a", {}, first), first)], "test")).error).toMatchObject([
      { status: 409, documentInDb: second },
    ]);
    await insert(one, note("b"));
    expect((await other.getChangedDocumentsSince!(10)).documents.map(({ id }) => id)).toEqual(["a", "b"]);
    await other.close();
    expect(await one.findDocumentsById(["a", "b"], false)).toHaveLength(2);
  });
});
