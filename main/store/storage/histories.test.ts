import fc from "fast-check";
import {
  createRevision,
  getChangedDocumentsSince,
  randomToken,
  type BulkWriteRow,
  type RxAttachmentWriteData,
  type RxStorageWriteError,
} from "rxdb";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";
import { expect, it } from "vitest";
import { generatorsOf } from "#test/support/generators.ts";
import { getRxStorageNodeSqlite } from "./index.ts";
import {
  eventsOf,
  filledNoteSchema,
  openNotes,
  prepared,
  type Note,
  type NoteInstance,
  type StoredNote,
} from "./testing/notes.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

/** What somebody tries to do to one document. `stale` writes on top of a revision that is not the newest. */
type Change = {
  id: string;
  base: "none" | "current" | "stale";
  rank: number;
  deleted: boolean;
  /** The content of each attachment by name; `undefined` keeps the one that is there. */
  files: Record<string, string | undefined>;
};
type Step = { changes: Change[]; cleanupWithin: number | undefined };
type Outcome = { refused: RxStorageWriteError<Note>[]; isClean: boolean | undefined };

const ids = ["a", "B", "\u{1f600}", "\ue000", "long ".repeat(19)];
const everyFile = ids.flatMap((id) =>
  ["x", "y"].flatMap((name) => ["1", "22"].map((content) => [id, name, content] as const)),
);
const LONG_AGO = Date.UTC(2020, 0, 1);
const schema = filledNoteSchema({ attachments: {} });

const change: fc.Arbitrary<Change> = fc.record({
  id: fc.constantFrom(...ids),
  base: fc.constantFrom<Change["base"]>("current", "current", "current", "current", "none", "stale"),
  rank: fc.integer({ min: -5, max: 5 }),
  deleted: fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0),
  files: fc.dictionary(fc.constantFrom("x", "y"), fc.constantFrom("1", "22", undefined), { maxKeys: 2 }),
});
const step: fc.Arbitrary<Step> = fc.record({
  changes: fc.uniqueArray(change, { selector: ({ id }) => id, maxLength: 4 }),
  cleanupWithin: fc.constantFrom(undefined, undefined, undefined, 0, 20 * 365 * 86_400_000),
});

/** Each case opens a collection; this is enough on a machine that is busy with other things. */
const timeout = generatorsOf(process.env).cases * 600;

it(
  "behaves as RxDB's memory storage through any history of writes, conflicts, attachments and cleanups",
  { timeout },
  async () => {
    const storage = getRxStorageNodeSqlite({ directory: temporaryDirectory() });
    await openNotes(storage, { collectionName: "keeps the file open" });
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const ours = await openNotes(storage, { collectionName: `history ${opened++}`, schema });
        const memory = await openNotes(getRxStorageMemory(), { databaseName: randomToken(10), schema });
        const [announcedHere, announcedThere] = [eventsOf(ours), eventsOf(memory)];
        const known = new Map<string, StoredNote[]>();
        let writes = 0;
        for (const { changes, cleanupWithin } of steps) {
          const there = new Set((await memory.findDocumentsById(ids, true)).map(({ id }) => id));
          const rows = changes.map((wanted) => rowFor(wanted, known, there.has(wanted.id), writes++));
          const expected = await take(memory, rows, cleanupWithin);
          expect(await take(ours, rows, cleanupWithin)).toEqual(expected);
          expect(await stateOf(ours)).toEqual(await stateOf(memory));
          const refused = new Set(expected.refused.map(({ documentId }) => documentId));
          for (const { document } of rows.filter((row) => !refused.has(row.document.id))) {
            known.set(document.id, [...(known.get(document.id) ?? []), described(document)]);
          }
        }
        expect(announcedHere.map(withoutIdentity)).toEqual(announcedThere.map(withoutIdentity));
        await ours.remove();
      }),
    );
  },
);

async function take(
  notes: NoteInstance,
  rows: BulkWriteRow<Note>[],
  cleanupWithin: number | undefined,
): Promise<Outcome> {
  const { error } = await notes.bulkWrite(rows, "step");
  return { refused: error, isClean: cleanupWithin === undefined ? undefined : await notes.cleanup(cleanupWithin) };
}

function rowFor(
  { id, base, rank, deleted, files }: Change,
  known: ReadonlyMap<string, StoredNote[]>,
  isThere: boolean,
  writes: number,
): { document: StoredNote; previous?: StoredNote } {
  const versions = known.get(id) ?? [];
  const previous = { none: undefined, current: versions.at(-1), stale: versions.at(-2) }[base];
  const document: StoredNote = {
    id,
    pinned: rank > 0,
    rank,
    _deleted: deleted,
    _attachments: deleted ? {} : attachmentsFrom(files, isThere ? previous : undefined),
    _meta: { lwt: LONG_AGO + writes },
    // Not one revision twice: RxDB's memory storage finds the old state in its indexes by what the caller says it was.
    _rev: createRevision(`writer${writes}`, previous),
  };
  return previous ? { document, previous } : { document };
}

/** Nothing is kept that is not there: RxDB's memory storage fails instead of refusing that (see attachments.test.ts). */
function attachmentsFrom(files: Change["files"], previous: StoredNote | undefined): StoredNote["_attachments"] {
  const attachments: StoredNote["_attachments"] = {};
  for (const [name, content] of Object.entries(files)) {
    const attachment = content === undefined ? previous?._attachments[name] : fileOf(content);
    if (attachment) attachments[name] = attachment;
  }
  return attachments;
}

function fileOf(content: string): RxAttachmentWriteData {
  const data = new Blob([content], { type: "text/plain" });
  return { data, length: data.size, type: "text/plain", digest: `digest of ${content}` };
}

/** A document as a storage gives it back: attachments without their data. */
function described(document: StoredNote): StoredNote {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => (key === "data" ? undefined : value)),
  ) as StoredNote;
}

/** An announcement without what is each storage's own: its id and its checkpoint. */
function withoutIdentity({ events, context }: ReturnType<typeof eventsOf>[number]): unknown {
  return { context, events };
}

/** An attachment as it is read, also one that should be gone. */
async function contentOf(notes: NoteInstance, id: string, name: string, content: string): Promise<string> {
  try {
    return await (await notes.getAttachmentData(id, name, `digest of ${content}`)).text();
  } catch {
    return "not there";
  }
}

async function stateOf(notes: NoteInstance): Promise<unknown> {
  const files: string[] = [];
  for (const [id, name, content] of everyFile)
    files.push(`${id} ${name} ${content}: ${await contentOf(notes, id, name, content)}`);
  const pinned = prepared({ selector: { pinned: true, rank: { $lte: 4 } }, sort: [{ rank: "desc" }] }, schema);
  // In order of their ids: ours come in the order of the writes, RxDB's in that of the clock.
  const changed = (await getChangedDocumentsSince(notes, 100)).documents.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    files,
    living: await notes.findDocumentsById(ids, false),
    changed,
    all: await notes.findDocumentsById(ids, true),
    found: (await notes.query(pinned)).documents,
    count: (await notes.count(pinned)).count,
  };
}
