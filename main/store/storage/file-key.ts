import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { attachmentPlace, documentPlace, plainCodec, sealingCodec, type ContentCodec } from "./content-codec.ts";
import { KEY_BYTES, seal, unseal } from "./sealing.ts";
import { StorageError } from "./storage-error.ts";

/** Where the caller keeps its keys: the operating system's secret store. Each key has 32 random bytes. */
export interface KeyRing {
  /** The keys of a database, newest first; none when it never had one, and when they cannot be had now. */
  keysOf(databaseName: string): Promise<readonly Uint8Array[]>;
  /**
   * Makes the first key of a database and keeps it; called only while nothing is encrypted with another.
   * `undefined` where it could not be kept: then nothing is encrypted.
   */
  createKey(databaseName: string): Promise<Uint8Array | undefined>;
}

/** What the key of a file is sealed for, so that it can be nothing else. */
const KEY_PLACE = "key of the file";

/** The keys to open a file with, newest first; a plain file that has no key yet gets its first. */
export async function keysFor(
  database: DatabaseSync,
  databaseName: string,
  keyRing: KeyRing | undefined,
): Promise<readonly Uint8Array[]> {
  const known = (await keyRing?.keysOf(databaseName)) ?? [];
  if (known.length > 0 || sealedKeyOf(database)) return known;
  const first = await keyRing?.createKey(databaseName);
  return first ? [first] : [];
}

/**
 * The codec for a file. The file has a key of its own, sealed with the newest key of the caller; so a new key of the
 * caller takes over by sealing 32 bytes again. A plain file is encrypted as a whole when the first key comes.
 *
 * @throws StorageError `key-missing` for an encrypted file without keys, `wrong-key` when none of them opens it.
 */
export function openContent(database: DatabaseSync, path: string, keys: readonly Uint8Array[]): ContentCodec {
  const sealed = sealedKeyOf(database);
  const [newest] = keys;
  if (!newest) {
    if (!sealed) return plainCodec;
    throw keyMissing(path);
  }
  if (!sealed) return encryptPlainFile(database, newest);
  const opened = openedBy(keys, sealed);
  if (!opened) throw new StorageError("wrong-key", `The database ${path} is encrypted with another key.`);
  if (opened.key !== newest) keepKey(database, newest, opened.fileKey);
  return sealingCodec(opened.fileKey);
}

/**
 * The codec to read a damaged file with, whose key and content stay as they are.
 *
 * @throws StorageError `key-missing` for an encrypted file while there are no keys: with them it may be readable.
 */
export function readableContent(database: DatabaseSync, path: string, keys: readonly Uint8Array[]): ContentCodec {
  const sealed = readableSealedKey(database);
  if (sealed && keys.length === 0) throw keyMissing(path);
  const opened = sealed && openedBy(keys, sealed);
  return opened ? sealingCodec(opened.fileKey) : plainCodec;
}

function readableSealedKey(database: DatabaseSync): Uint8Array | undefined {
  try {
    return sealedKeyOf(database);
  } catch {
    // The damage hit this table. A plain file is read without it, an encrypted one not at all.
    return undefined;
  }
}

function keyMissing(path: string): StorageError {
  return new StorageError("key-missing", `The database ${path} is encrypted, and its key is not there.`);
}

function openedBy(keys: readonly Uint8Array[], sealed: Uint8Array) {
  for (const key of keys) {
    const fileKey = unsealedKey(key, sealed);
    if (fileKey) return { key, fileKey };
  }
  return undefined;
}

function sealedKeyOf(database: DatabaseSync): Uint8Array | undefined {
  const sealed = database.prepare("SELECT sealed FROM storage_key").get()?.["sealed"];
  return sealed instanceof Uint8Array ? sealed : undefined;
}

function unsealedKey(key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return unseal(key, KEY_PLACE, sealed);
  } catch {
    return undefined;
  }
}

function keepKey(database: DatabaseSync, key: Uint8Array, fileKey: Uint8Array): void {
  const statement = database.prepare("INSERT OR REPLACE INTO storage_key (only, sealed) VALUES (1, ?)");
  statement.run(seal(key, KEY_PLACE, fileKey));
}

/** In one transaction, so that a crash leaves all plain or all encrypted; then nothing of the plain text stays behind. */
function encryptPlainFile(database: DatabaseSync, key: Uint8Array): ContentCodec {
  const fileKey = randomBytes(KEY_BYTES);
  const codec = sealingCodec(fileKey);
  database.exec("PRAGMA secure_delete = ON; BEGIN IMMEDIATE");
  try {
    keepKey(database, key, fileKey);
    for (const table of tablesNamed(database, "documents_")) encryptDocuments(database, table, codec);
    for (const table of tablesNamed(database, "attachments_")) encryptAttachments(database, table, codec);
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
  database.exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA secure_delete = FAST");
  return codec;
}

function tablesNamed(database: DatabaseSync, prefix: string): string[] {
  const statement = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, ?) = ?");
  return statement.all(prefix.length, prefix).map((row) => String(row["name"]));
}

function encryptDocuments(database: DatabaseSync, table: string, codec: ContentCodec): void {
  const next = database.prepare(`SELECT seq, data FROM ${table} WHERE seq > ? ORDER BY seq LIMIT 1`);
  const update = database.prepare(`UPDATE ${table} SET data = ? WHERE seq = ?`);
  for (let row = next.get(-1); row; row = next.get(Number(row["seq"]))) {
    const sequence = Number(row["seq"]);
    const place = documentPlace(sequence);
    update.run(codec.encode(JSON.stringify(plainCodec.decode(row["data"], place)), place), sequence);
  }
}

function encryptAttachments(database: DatabaseSync, table: string, codec: ContentCodec): void {
  const next = database.prepare(
    `SELECT rowid, document, attachment, data FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT 1`,
  );
  const update = database.prepare(`UPDATE ${table} SET data = ? WHERE rowid = ?`);
  for (let row = next.get(-1); row; row = next.get(Number(row["rowid"]))) {
    const { document, attachment, data } = row;
    if (!(data instanceof Uint8Array)) continue;
    update.run(
      codec.encodeBytes(data, attachmentPlace(table, String(document), String(attachment))),
      Number(row["rowid"]),
    );
  }
}
