import { DatabaseSync } from "node:sqlite";
import { readableContent, type KeyRing } from "./file-key.ts";
import { documentPlace, type ContentCodec } from "./content-codec.ts";
import { storageErrorFrom, type StorageErrorCode } from "./storage-error.ts";
import type { StoredDocument } from "./stored-document.ts";

/** What reading a damaged file ends with, now and at every later attempt. */
const LASTING: ReadonlySet<StorageErrorCode> = new Set(["damaged", "failed", "input-output"]);

/**
 * Every document of a collection that can still be read, in the order of their last writes; damage costs only what it hit.
 *
 * @throws StorageError for what may be otherwise at the next attempt: `key-missing`, `cannot-open`, `busy`, …
 */
export async function salvageDocuments(
  path: string,
  collectionName: string,
  { databaseName, keyRing }: { databaseName: string; keyRing: KeyRing | undefined },
): Promise<StoredDocument[]> {
  const keys = (await keyRing?.keysOf(databaseName)) ?? [];
  let database: DatabaseSync | undefined;
  try {
    // Only so does SQLite read what is left of a file that was cut off.
    database = new DatabaseSync(path, { defensive: false });
    database.exec("PRAGMA writable_schema = ON");
    const content = readableContent(database, path, keys);
    const listed = database.prepare("SELECT number FROM storage_collections NOT INDEXED WHERE name = ?");
    const found: StoredDocument[] = [];
    for (const { number } of listed.all(collectionName))
      found.push(...salvageTable(database, `documents_${String(number)}`, content));
    return found;
  } catch (cause) {
    const error = storageErrorFrom(cause, path);
    if (!LASTING.has(error.code)) throw error;
    // Not even the list of its tables can be read.
    return [];
  } finally {
    database?.close();
  }
}

/** Reads from both ends up to the damage, and then asks for every single row in between. */
function salvageTable(database: DatabaseSync, table: string, content: ContentCodec): StoredDocument[] {
  const found = new Map<number, StoredDocument>();
  const ends = (["ASC", "DESC"] as const).map((direction) => scan(database, table, direction, content, found));
  const [first = 0, last = 0] = ends;
  const bySequence = prepareOrNot(database, `SELECT seq, data FROM ${table} WHERE seq = ?`);
  for (let sequence = first + 1; bySequence && sequence < last; sequence++) {
    try {
      keepReadable(bySequence.get(sequence), content, found);
    } catch {
      // This row is lost.
    }
  }
  return [...found].sort(([left], [right]) => left - right).map(([, document]) => document);
}

/** Keeps what it reads and returns the last sequence number it met. */
function scan(
  database: DatabaseSync,
  table: string,
  direction: "ASC" | "DESC",
  content: ContentCodec,
  found: Map<number, StoredDocument>,
): number {
  let met = 0;
  try {
    for (const row of database.prepare(`SELECT seq, data FROM ${table} ORDER BY seq ${direction}`).iterate()) {
      met = Number(row["seq"]);
      keepReadable(row, content, found);
    }
  } catch {
    // Here the damage begins, seen from this end.
  }
  return met;
}

function prepareOrNot(database: DatabaseSync, sql: string) {
  try {
    return database.prepare(sql);
  } catch {
    return undefined;
  }
}

function keepReadable(
  row: ReturnType<ReturnType<DatabaseSync["prepare"]>["get"]>,
  content: ContentCodec,
  found: Map<number, StoredDocument>,
): void {
  if (!row) return;
  const sequence = Number(row["seq"]);
  try {
    found.set(sequence, content.decode(row["data"], documentPlace(sequence)));
  } catch {
    // The row is there, its content is not.
  }
}
