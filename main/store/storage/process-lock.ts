import { readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteResultOf, StorageError } from "./storage-error.ts";

/** Who has a database open, as that process wrote it down. Only for people: the lock itself is the kernel's. */
export type LockHolder = { pid: number; program: string; host: string; since: string };

/** How a holder leaves the file: `unclean` when the next one should look for damage. */
export type LockEnd = "clean" | "unclean";

/** A held lock. `previousEndedUncleanly` says that the last holder was killed, or left the file as unclean. */
export type ProcessLock = { readonly previousEndedUncleanly: boolean; release(end: LockEnd): void };

type HeldLock = { connection: DatabaseSync; holders: number; end: LockEnd };

const SQLITE_BUSY = 5;
/** Where the holder of a database is written down. */
const ownerPathOf = (databasePath: string): string => `${databasePath}-owner.json`;

/** Long enough for a process that is just exiting, short enough for a start that must fail. */
const GRACE_MS = 250;

/**
 * A file lock belongs to the process, not to an object (POSIX fcntl), so its count must, too: two storages
 * of one process may use the same file, and the first to close must not let another process in.
 */
const heldByThisProcess = new Map<string, HeldLock>();

/**
 * Claims a database file for this process until `release`.
 *
 * The lock is the operating system's, taken on an empty file beside the database, so it ends with the process
 * however that ends: there is no stale lock to break and a reused pid means nothing.
 *
 * @throws StorageError `locked-by-another-process`, naming the other one.
 */
export function lockForThisProcess(databasePath: string): ProcessLock {
  const path = join(realpathSync(dirname(databasePath)), basename(databasePath));
  const ownerPath = ownerPathOf(path);
  const held = heldByThisProcess.get(path);
  if (held) {
    held.holders++;
    return { previousEndedUncleanly: false, release: (end) => letGo(path, ownerPath, end) };
  }
  const connection = takeKernelLock(path, ownerPath);
  heldByThisProcess.set(path, { connection, holders: 1, end: "clean" });
  const previousEndedUncleanly = readHolder(ownerPath) !== undefined;
  try {
    writeFileSync(ownerPath, JSON.stringify(describeThisProcess()));
  } catch (error) {
    letGo(path, ownerPath, previousEndedUncleanly ? "unclean" : "clean");
    throw error;
  }
  return { previousEndedUncleanly, release: (end) => letGo(path, ownerPath, end) };
}

function takeKernelLock(path: string, ownerPath: string): DatabaseSync {
  const connection = new DatabaseSync(`${path}-lock`, { timeout: GRACE_MS });
  try {
    connection.exec("BEGIN EXCLUSIVE");
    return connection;
  } catch (error) {
    connection.close();
    if (sqliteResultOf(error) !== SQLITE_BUSY) throw error;
    throw new StorageError("locked-by-another-process", sentenceAbout(readHolder(ownerPath), path), error);
  }
}

function letGo(path: string, ownerPath: string, end: LockEnd): void {
  const held = heldByThisProcess.get(path);
  if (!held) return;
  if (end === "unclean") held.end = end;
  if (--held.holders > 0) return;
  heldByThisProcess.delete(path);
  // The note that stays behind is what tells the next holder.
  if (held.end === "clean") rmSync(ownerPath, { force: true });
  held.connection.close();
}

function describeThisProcess(): LockHolder {
  return { pid: process.pid, program: process.title, host: hostname(), since: new Date().toISOString() };
}

function sentenceAbout(holder: LockHolder | undefined, path: string): string {
  if (!holder) return `The database ${path} is open in another process.`;
  if (holder.pid === process.pid) return `The database ${path} is open in another thread of this process.`;
  return `The database ${path} is open in another process: ${holder.program}, pid ${holder.pid}, since ${holder.since}.`;
}

function readHolder(ownerPath: string): LockHolder | undefined {
  let text: string;
  try {
    text = readFileSync(ownerPath, "utf8");
  } catch {
    return undefined;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && "pid" in parsed && typeof parsed.pid === "number") {
      const { program = "", host = "", since = "" } = parsed as Partial<LockHolder>;
      return { pid: parsed.pid, program, host, since };
    }
  } catch {
    // A torn write of a process that died: it held the file, and no more can be said about it.
  }
  return { pid: 0, program: "unknown", host: "", since: "" };
}
