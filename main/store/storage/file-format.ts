import type { DatabaseSync } from "node:sqlite";
import { StorageError } from "./storage-error.ts";

/** "RxDB" in ASCII, in the header of every file of this storage. */
const APPLICATION_ID = 0x52784442;
/** Raise it with every change that an older version of this storage could not read. */
const FORMAT_VERSION = 2;

/** At most one row: the key of the file, sealed with the caller's. */
const KEY_TABLE = "CREATE TABLE storage_key (only INTEGER PRIMARY KEY CHECK (only = 1), sealed BLOB NOT NULL);";

const CREATE = `
  CREATE TABLE storage_sequence (last INTEGER NOT NULL);
  INSERT INTO storage_sequence VALUES (0);
  CREATE TABLE storage_collections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    layout TEXT NOT NULL,
    UNIQUE (name, version)
  );
  ${KEY_TABLE}
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT_VERSION};
`;

/**
 * Sets the connection up and makes sure that the file is one of ours, creating its frame when it is new.
 *
 * @throws StorageError `not-a-storage-file`, `newer-format`; `node:sqlite` errors for everything else.
 */
export function prepareFile(database: DatabaseSync, path: string): void {
  const isNew = readNumber(database, "PRAGMA page_count") === 0;
  const needsFrame = isNew || isUnfinished(database);
  const version = needsFrame ? FORMAT_VERSION : versionOfOurs(database, path);
  // Only an empty file can take this one, and switching to WAL already writes the first page.
  if (isNew) database.exec("PRAGMA auto_vacuum = INCREMENTAL");
  // The log is moved into the file by WalCheckpoints; SQLite's own threshold (16 MiB) is the backstop when they cannot.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = FAST;
    PRAGMA cache_size = -32768;
    PRAGMA wal_autocheckpoint = 4096;
    PRAGMA journal_size_limit = 33554432;
  `);
  if (needsFrame) database.exec(`BEGIN IMMEDIATE; ${CREATE} COMMIT;`);
  // Files of format 1 could not be encrypted.
  if (version < FORMAT_VERSION) {
    database.exec(`BEGIN IMMEDIATE; ${KEY_TABLE} PRAGMA user_version = ${FORMAT_VERSION}; COMMIT;`);
  }
}

function versionOfOurs(database: DatabaseSync, path: string): number {
  if (readNumber(database, "PRAGMA application_id") !== APPLICATION_ID) {
    throw new StorageError("not-a-storage-file", `The file ${path} is a database of another program.`);
  }
  const version = readNumber(database, "PRAGMA user_version");
  if (version > FORMAT_VERSION) {
    throw new StorageError("newer-format", `The file ${path} was written by a newer version (format ${version}).`);
  }
  return version;
}

/** Reads the whole file and compares tables with their indexes. @throws StorageError `damaged`. */
export function checkIntegrity(database: DatabaseSync, path: string): void {
  const problems = database
    .prepare("PRAGMA integrity_check(3)")
    .all()
    .map((row) => String(row["integrity_check"]));
  if (problems.length === 1 && problems[0] === "ok") return;
  throw new StorageError("damaged", `The database ${path} is damaged: ${problems.join("; ")}.`);
}

/** A process that died between the first page and the first commit leaves a file without a single table. */
function isUnfinished(database: DatabaseSync): boolean {
  return readNumber(database, "SELECT count(*) FROM sqlite_schema") === 0;
}

function readNumber(database: DatabaseSync, sql: string): number {
  const row = database.prepare(sql).get();
  return Number(row ? Object.values(row)[0] : 0);
}
