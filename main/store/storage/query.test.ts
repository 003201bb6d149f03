import fc from "fast-check";
import {
  getQueryMatcher,
  getSortComparator,
  randomToken,
  type FilledMangoQuery,
  type MangoQuery,
  type RxDocumentData,
} from "rxdb";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";
import { describe, expect, it } from "vitest";
import { generatorsOf } from "#test/support/generators.ts";
import { getRxStorageNodeSqlite } from "./index.ts";
import {
  filledNoteSchema,
  idsOf,
  insert,
  note,
  openNotes,
  openStoredNotes,
  prepared,
  type Note,
  type SqliteNotes,
} from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

/** Characters around which UTF-8 order, UTF-16 order and C strings part ways. */
const text = fc
  .array(fc.constantFrom("a", "b", "Z", "é", "\u4e2d", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{1f600}"), {
    maxLength: 4,
  })
  .map((parts) => parts.join(""));
const anyText = fc.oneof(
  text,
  fc.string({ unit: fc.constantFrom("\0", "\t", " ", "a", "\ud83d", "\ude00", "\uffff") }),
);
const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 0.5, 999_999.99, -1_000_000));
const anyNumber = fc.oneof(number, fc.constantFrom(5e-324, 2 ** 53, -(2 ** 63), 1.7976931348623157e308, 1e-7));
const floor = fc.integer({ min: 0, max: 4 });

function operatorsOn(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const comparison = fc.constantFrom("$eq", "$ne", "$gt", "$gte", "$lt", "$lte");
  return fc.oneof(
    { weight: 5, arbitrary: fc.tuple(comparison, value).map(([operator, operand]) => ({ [operator]: operand })) },
    fc.tuple(value, value).map(([low, high]) => ({ $gte: low, $lt: high })),
    fc.array(value, { maxLength: 4 }).map((list) => ({ $in: list })),
    fc.array(value, { maxLength: 4 }).map((list) => ({ $nin: list })),
    fc.boolean().map((exists) => ({ $exists: exists })),
    fc.tuple(comparison, value).map(([operator, operand]) => ({ $not: { [operator]: operand } })),
  );
}

/** What SQL cannot say as RxDB means it, on fields with and without an index. */
const ANSWERED_IN_JAVASCRIPT = [
  { text: { $regex: "^a" } },
  { title: { $regex: "^[AZ]", $options: "i" } },
  { rank: { $mod: [2, 1] } },
  { rank: { $not: { $mod: [2, 0] } } },
  { title: { $type: "string" } },
  { rank: { $type: "null" } },
  { title: { $size: 2 } },
  { title: { $elemMatch: { $eq: "a" } } },
  { text: { $elemMatch: { $in: ["a", 1] } } },
];

function selectorOver(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  const flat = fc.oneof(
    ...Object.entries(fields).map(([path, value]) => operatorsOn(value).map((operators) => ({ [path]: operators }))),
    fc.constantFrom(...ANSWERED_IN_JAVASCRIPT, { text: { $exists: true } }, {}),
  );
  const group = fc.constantFrom("$and", "$or", "$nor");
  return fc.oneof(
    { weight: 3, arbitrary: fc.array(flat, { maxLength: 3 }).map((parts) => Object.assign({}, ...parts) as object) },
    fc.tuple(group, fc.array(flat, { minLength: 1, maxLength: 3 }), flat).map(([operator, parts, beside]) => ({
      ...beside,
      [operator]: parts,
    })),
  );
}

const direction = fc.constantFrom<"asc" | "desc">("asc", "desc");
const sort = fc.oneof(
  fc.constant(undefined),
  fc
    .uniqueArray(fc.constantFrom("id", "title", "rank", "pinned", "place.floor", "text"), {
      minLength: 1,
      maxLength: 3,
    })
    .chain((paths) => fc.tuple(...paths.map((path) => direction.map((way) => ({ [path]: way }))))),
);

function queryOver(selector: fc.Arbitrary<object>): fc.Arbitrary<MangoQuery<Note>> {
  const window = { skip: fc.integer({ max: 3, min: 0 }), limit: fc.integer({ max: 5, min: 0 }) };
  return fc.tuple(selector, sort, fc.record(window, { requiredKeys: [] })).map(
    // Arbitrary selectors are not typed by the document; the storages must cope with any.
    ([chosen, order, part]) => ({ selector: chosen, ...(order && { sort: order }), ...part }),
  );
}

function documentsWith(fields: fc.Arbitrary<object>): fc.Arbitrary<Partial<Note & { _deleted: boolean }>[]> {
  const document = fc.tuple(fields, fc.integer({ max: 9, min: 0 })).map(([values, dice]) => ({
    ...(values as Partial<Note>),
    _deleted: dice === 0,
  }));
  return fc.array(document, { maxLength: 25 });
}

/** What RxDB itself says about a query: its matcher and its comparator, over every document. */
function byDefinition(documents: RxDocumentData<Note>[], query: FilledMangoQuery<Note>): RxDocumentData<Note>[] {
  const schema = filledNoteSchema();
  const compare = getSortComparator<Note>(schema, query);
  const found = documents
    .filter((document) => getQueryMatcher<Note>(schema, query)(document))
    .sort((a, b) => compare(a, b));
  return found.slice(query.skip, query.skip + (query.limit ?? Infinity));
}

/** Opens one collection after the other in one file, which spares most of the flushing. */
async function freshCollections(): Promise<() => Promise<SqliteNotes>> {
  const storage = getRxStorageNodeSqlite({ directory: temporaryDirectory() });
  await openNotes(storage, { collectionName: "keeps the file open" });
  let opened = 0;
  return () => openNotes(storage, { collectionName: `run ${opened++}` });
}

/** Each case opens a collection; this is enough on a machine that is busy with other things. */
const timeout = generatorsOf(process.env).cases * 600;

describe("queries", { timeout }, () => {
  it("give the rows of RxDB's memory storage, in its order, for documents that have what their indexes need", async () => {
    // RxDB's memory storage uses this very text as "above every text", and so never finds it.
    const title = text.filter((value) => value !== "\uffff");
    const fields = fc.record(
      { title, rank: number, pinned: fc.boolean(), place: fc.record({ floor }), text },
      { requiredKeys: ["title", "rank", "pinned", "place"] },
    );
    const selector = selectorOver({ title, rank: number, pinned: fc.boolean(), "place.floor": floor, id: text });
    const open = await freshCollections();
    await fc.assert(
      fc.asyncProperty(
        documentsWith(fields),
        fc.array(queryOver(selector), { maxLength: 6 }),
        async (rows, queries) => {
          const documents = rows.map((values, position) => note(`n${position % 2}\u{1f600}${position}`, values));
          const ours = await open();
          // All memory storages of a process share their state.
          const memory = await openNotes(getRxStorageMemory(), { databaseName: randomToken(10) });
          await insert(ours, ...documents);
          await insert(memory, ...documents);
          for (const query of queries) {
            const expected = throughJson((await memory.query(prepared(query))).documents);
            expect((await ours.query(prepared(query))).documents).toEqual(expected);
            expect((await ours.count(prepared(query))).count).toBe(expected.length);
          }
          await ours.remove();
        },
      ),
    );
  });

  it("give the rows of RxDB's matcher in the order of its comparator, whatever the fields hold", async () => {
    const odd = fc.constantFrom<unknown>(null, [], ["a", 1], { floor: 1 }, true, "5", 5, "");
    const place = fc.oneof({ weight: 4, arbitrary: fc.record({ floor }) }, fc.constantFrom<unknown>(null, {}, [], "x"));
    const optional = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
      fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
    const clean = {
      title: optional(anyText),
      rank: optional(anyNumber),
      pinned: fc.boolean(),
      place,
      text: optional(text),
    };
    const wild = { ...clean, title: fc.oneof(anyText, odd), rank: fc.oneof(anyNumber, odd) };
    const fields = fc.oneof(fc.record(clean, { requiredKeys: ["pinned"] }), fc.record(wild, { requiredKeys: [] }));
    const operand = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
      fc.oneof({ weight: 5, arbitrary: value }, odd);
    const selector = selectorOver({
      title: operand(anyText),
      rank: operand(anyNumber),
      pinned: operand(fc.boolean()),
      "place.floor": operand(floor),
      id: operand(text),
    });
    const open = await freshCollections();
    await fc.assert(
      fc.asyncProperty(
        documentsWith(fields),
        fc.array(queryOver(selector), { maxLength: 6 }),
        async (rows, queries) => {
          const documents = rows.map((values, position) => note(`n${position}`, values));
          const ours = await open();
          await insert(ours, ...documents);
          for (const query of queries) {
            const expected = byDefinition(throughJson(documents), prepared(query).query);
            expect((await ours.query(prepared(query))).documents).toEqual(expected);
            expect((await ours.count(prepared(query))).count).toBe(expected.length);
          }
          await ours.remove();
        },
      ),
    );
  });

  it("find by long lists what RxDB's matcher finds, whatever the texts in them", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const odd = ["", "\0", "a\0b", "\ud800", "\uffff", "Zürich", '"', "\\", "null", "7"];
    await insert(notes, ...odd.map((title, n) => note(`n${n}`, { title })), note("none"));
    const many = Array.from({ length: 500 }, (_, n) => `other ${n}`);
    for (const listed of [odd, odd.filter((title) => !title.includes("\0")), ["Zürich"]]) {
      const known = odd.flatMap((title, n) => (listed.includes(title) ? [`n${n}`] : []));
      const unknown = [...odd.keys()].map((n) => `n${n}`).filter((id) => !known.includes(id));
      const title = [...many, ...listed];
      expect((await idsOf(notes, { selector: { title: { $in: title } } })).toSorted()).toEqual(known);
      expect((await idsOf(notes, { selector: { title: { $nin: title } } })).toSorted()).toEqual([...unknown, "none"]);
    }
  });

  it("follow a document out of the irregular when its field is mended", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    const wrong = note("a", { title: 5 as never });
    await insert(notes, wrong, note("b", { title: "b" }));
    const byTitle = prepared({ selector: {}, sort: [{ title: "desc" }] });
    expect((await notes.query(byTitle)).documents.map(({ id }) => id)).toEqual(["b", "a"]);
    await notes.bulkWrite([{ previous: wrong, document: note("a", { title: "c" }, wrong) }], "test");
    expect((await notes.query(byTitle)).documents.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("refuse an operator that RxDB does not know", async () => {
    const notes = await openStoredNotes(temporaryDirectory());
    await insert(notes, note("a", { title: "x" }));
    await expect(notes.query(prepared({ selector: { title: { $near: 1 } as never } }))).rejects.toThrow("$near");
  });
});

/** Documents as any durable storage gives them back: JSON has no -0, no NaN and no `undefined`. */
function throughJson(documents: RxDocumentData<Note>[]): RxDocumentData<Note>[] {
  return JSON.parse(JSON.stringify(documents)) as RxDocumentData<Note>[];
}
