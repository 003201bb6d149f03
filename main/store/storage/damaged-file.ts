import { existsSync, openSync, readSync, closeSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { readableContent, type KeyRing } from "./file-key.ts";
import { documentPlace, type ContentCodec } from "./content-codec.ts";
import { ownerPathOf } from "./process-lock.ts";
import type { StoredDocument } from "./stored-document.ts";

/** Lies beside a file in which damage was met while it was in use. */
const markOf = (path: string): string => `${path}-damaged`;

/** Notes that the file is damaged, so that the next opening does not have to find out again. */
export function markDamaged(path: string): void {
  try {
    writeFileSync(markOf(path), "");
  } catch {
    // Then the damage is met again where it was met now.
  }
}

/** Whether the file is known to be damaged, or shorter than its own header says. */
export function isKnownDamaged(path: string): boolean {
  return existsSync(markOf(path)) || isTruncated(path);
}

/**
 * Renames a damaged file with its log, out of the way of a new one and for whoever wants to look at it.
 * Returns the new path. `label` makes it different from others that were set aside.
 */
export function setAsideFile(path: string, label: string): string {
  const aside = `${path.replace(/\.sqlite$/, "")}.damaged-${label}.sqlite`;
  renameSync(path, aside);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  for (const companion of [`${path}-shm`, markOf(path), ownerPathOf(path)]) rmSync(companion, { force: true });
  return aside;
}

/** Every document of a collection that can still be read, in the order of their last writes. Never throws. */
export async function salvageDocuments(
  path: string,
  collectionName: string,
  { databaseName, keyRing }: { databaseName: string; keyRing: KeyRing | undefined },
): Promise<StoredDocument[]> {
  const keys = (await keyRing?.keysOf(databaseName).catch(() => [])) ?? [];
  let database: DatabaseSync | undefined;
  try {
    // Only so does SQLite read what is left of a file that was cut off.
    database = new DatabaseSync(path, { defensive: false });
    database.exec("PRAGMA writable_schema = ON");
    const content = readableContent(database, keys);
    const collections = database.prepare("SELECT number FROM storage_collections WHERE name = ?").all(collectionName);
    const found: StoredDocument[] = [];
    for (const { number } of collections) found.push(...salvageTable(database, `documents_${String(number)}`, content));
    return found;
  } catch {
    // Not even the list of its tables can be read.
    return [];
  } finally {
    database?.close();
  }
}

/** The first 100 bytes of every SQLite file: https://www.sqlite.org/fileformat2.html#the_database_header */
const HEADER = { bytes: 100, pageSizeAt: 16, changesAt: 24, pagesAt: 28, pagesValidForAt: 92 };
const MAGIC = "SQLite format 3\0";

/** Only a file without a log is as long as its header says. */
function isTruncated(path: string): boolean {
  if (!existsSync(path) || existsSync(`${path}-wal`)) return false;
  const status = statSync(path);
  if (!status.isFile() || status.size < HEADER.bytes) return false;
  const header = Buffer.alloc(HEADER.bytes);
  const descriptor = openSync(path, "r");
  readSync(descriptor, header, 0, HEADER.bytes, 0);
  closeSync(descriptor);
  const isPageCountValid =
    header.toString("latin1", 0, MAGIC.length) === MAGIC &&
    header.readUInt32BE(HEADER.changesAt) === header.readUInt32BE(HEADER.pagesValidForAt);
  if (!isPageCountValid) return false;
  const pageSize = header.readUInt16BE(HEADER.pageSizeAt);
  // The largest size does not fit its field and is written as 1.
  return status.size < header.readUInt32BE(HEADER.pagesAt) * (pageSize === 1 ? 65_536 : pageSize);
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
