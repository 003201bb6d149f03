import {
  createRevision,
  fillWithDefaultSettings,
  normalizeMangoQuery,
  prepareQuery,
  randomToken,
  type BulkWriteRow,
  type EventBulk,
  type MangoQuery,
  type PreparedQuery,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorage,
  type RxStorageChangeEvent,
  type RxStorageInstance,
} from "rxdb";
import { onTestFinished } from "vitest";
import {
  getRxStorageNodeSqlite,
  type SequenceCheckpoint,
  type SqliteInstanceOptions,
  type SqliteInternals,
} from "../index.ts";

/** A small document for tests: something indexed of each kind, something nested, something not indexed. */
export type Note = {
  id: string;
  title?: string;
  rank?: number;
  pinned: boolean;
  place?: { floor?: number };
  text?: string;
};
export type StoredNote = RxDocumentData<Note>;

const noteSchema: RxJsonSchema<Note> = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 100 },
    title: { type: "string", maxLength: 100 },
    rank: { type: "number", minimum: -1_000_000, maximum: 1_000_000, multipleOf: 0.01 },
    pinned: { type: "boolean" },
    place: { type: "object", properties: { floor: { type: "integer", minimum: 0, maximum: 200, multipleOf: 1 } } },
    text: { type: "string" },
  },
  required: ["id", "pinned"],
  indexes: ["title", ["pinned", "rank"], ["pinned", "title"], "place.floor"],
};

export function filledNoteSchema(changes: Partial<RxJsonSchema<Note>> = {}): RxJsonSchema<StoredNote> {
  return fillWithDefaultSettings<Note>({ ...noteSchema, ...changes });
}

export type NoteInstance = RxStorageInstance<Note, unknown, unknown, SequenceCheckpoint>;

type NoteInstanceSettings = {
  databaseName?: string;
  collectionName?: string;
  schema?: RxJsonSchema<StoredNote>;
  options?: SqliteInstanceOptions;
};

/** Opens a collection of notes in any storage; it is closed with the test at the latest. */
export async function openNotes<Internals, Options extends object>(
  storage: RxStorage<Internals, Options>,
  {
    databaseName = "notebook",
    collectionName = "notes",
    schema = filledNoteSchema(),
    options = {},
  }: NoteInstanceSettings = {},
): Promise<RxStorageInstance<Note, Internals, Options, SequenceCheckpoint>> {
  const instance = await storage.createStorageInstance<Note>({
    databaseInstanceToken: randomToken(10),
    databaseName,
    collectionName,
    schema,
    options: options as Options,
    multiInstance: false,
    devMode: true,
  });
  onTestFinished(() => instance.close());
  return instance;
}

/** A collection of notes in this storage. */
export type SqliteNotes = RxStorageInstance<Note, SqliteInternals, SqliteInstanceOptions, SequenceCheckpoint>;

/** Opens a collection of notes in this storage. */
export function openStoredNotes(directory: string, settings?: NoteInstanceSettings): Promise<SqliteNotes> {
  return openNotes(getRxStorageNodeSqlite({ directory }), settings);
}

let clock = Date.UTC(2026, 0, 1);

/** A full document, as RxDB would hand it to a storage. */
export function note(
  id: string,
  fields: Partial<Note> & { _deleted?: boolean } = {},
  previous?: StoredNote,
): StoredNote {
  clock += 1;
  return {
    pinned: false,
    ...fields,
    id,
    _deleted: fields._deleted ?? false,
    _attachments: {},
    _meta: { lwt: clock },
    _rev: createRevision("writer", previous),
  };
}

/** The row that inserts a note, or that replaces `previous`. */
export function row(document: StoredNote, previous?: StoredNote): BulkWriteRow<Note> {
  return previous ? { document, previous } : { document };
}

export async function insert(instance: NoteInstance, ...documents: StoredNote[]): Promise<void> {
  const { error } = await instance.bulkWrite(
    documents.map((document) => row(document)),
    "test",
  );
  if (error.length > 0) throw new Error(`unexpected conflict: ${JSON.stringify(error[0])}`);
}

/** A query as RxDB's collections send it: filled up, planned, without the deleted. */
export function prepared(query: MangoQuery<Note>, schema = filledNoteSchema()): PreparedQuery<Note> {
  const filled = normalizeMangoQuery<StoredNote>(schema, query);
  const selector = { ...filled.selector, _deleted: { $eq: false } };
  return prepareQuery<Note>(schema, { ...filled, selector });
}

export async function idsOf(instance: NoteInstance, query: MangoQuery<Note>): Promise<string[]> {
  const { documents } = await instance.query(prepared(query));
  return documents.map((document) => document.id);
}

/** Collects everything an instance announces. */
export function eventsOf(instance: NoteInstance): EventBulk<RxStorageChangeEvent<Note>, SequenceCheckpoint>[] {
  const bulks: EventBulk<RxStorageChangeEvent<Note>, SequenceCheckpoint>[] = [];
  const subscription = instance.changeStream().subscribe((bulk) => bulks.push(bulk));
  onTestFinished(() => subscription.unsubscribe());
  return bulks;
}
