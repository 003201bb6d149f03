import type { RxStorageInstance } from "rxdb";
import { createRevision, fillWithDefaultSettings } from "rxdb";

import type { KeyRing, SequenceCheckpoint } from "#main/store/storage/index.ts";
import { getRxStorageNodeSqlite } from "#main/store/storage/index.ts";

import type { Entry, Write } from "./script.ts";

/** How the storage writes: its context. */
export const writeModes = ["durable", "repeatable", "divisible"] as const;

export const databaseName = "torture";

/** Two sets of indexes: opening with the other one rebuilds the table. */
const layouts = [["title"], ["title", "write"]] as const;

export type EntryInstance = RxStorageInstance<Entry, unknown, unknown, SequenceCheckpoint>;

export interface EntrySettings {
  readonly directory: string;
  readonly layout: number;
  /** In hexadecimal; empty for a plain file. */
  readonly key: string;
}

/** A ring with this one key, in hexadecimal. */
export const ringWith = (key: string): KeyRing => ({
  keysOf: () => Promise.resolve([Buffer.from(key, "hex")]),
  createKey: () => Promise.resolve(undefined),
});

/** The collection of the script's documents. */
export const openEntries = ({ directory, layout, key }: EntrySettings): Promise<EntryInstance> =>
  getRxStorageNodeSqlite({
    directory,
    isRepeatable: (context) => context !== "durable",
    isDivisible: (context) => context === "divisible",
    ...(key === "" ? {} : { keyRing: ringWith(key) }),
  }).createStorageInstance<Entry>({
    databaseInstanceToken: "torture",
    databaseName,
    collectionName: "entries",
    schema: fillWithDefaultSettings<Entry>({
      version: 0,
      primaryKey: "id",
      type: "object",
      properties: {
        id: { type: "string", maxLength: 40 },
        write: { type: "integer", minimum: 0, maximum: 1_000_000, multipleOf: 1 },
        title: { type: "string", maxLength: 100 },
        filler: { type: "string" },
      },
      required: ["id", "write", "title", "filler"],
      indexes: [...layouts[layout % layouts.length]!],
    }),
    options: {},
    multiInstance: false,
    devMode: false,
  });

/** Makes one write of the script; it is acknowledged when this resolves. */
export const perform = async (
  instance: EntryInstance,
  { put, remove }: Write,
  mode: (typeof writeModes)[number] = "durable",
): Promise<void> => {
  const touched = [...put.map(({ id }) => id), ...remove];
  const known = new Map((await instance.findDocumentsById(touched, true)).map((found) => [found.id, found]));
  const rows = touched.flatMap((id) => {
    const previous = known.get(id);
    const entry = put.find((candidate) => candidate.id === id) ?? previous;
    if (entry === undefined) return [];
    const document = {
      ...entry,
      _deleted: !put.some((candidate) => candidate.id === id),
      _attachments: {},
      _meta: { lwt: Date.now() },
      _rev: createRevision("torture", previous),
    };
    return previous === undefined ? [{ document }] : [{ previous, document }];
  });
  const { error } = await instance.bulkWrite(rows, mode);
  if (error.length > 0) throw new Error("unexpected conflict");
};
