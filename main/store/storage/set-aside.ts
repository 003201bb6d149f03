import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { damageMarkOf } from "./known-damage.ts";
import { lockForThisProcess } from "./process-lock.ts";
import { storageErrorFrom } from "./storage-error.ts";

/**
 * Lies beside a file from before it is set aside until what could be read from it is kept elsewhere: the names of the
 * files that wait for that, one a line. A name that no file has yet is that of the damaged one, which is about to get it.
 */
const rescueNoteOf = (path: string): string => `${path}-rescue`;

/** The files that were set aside from this path and are still to be rescued, oldest first. */
export function filesToRescue(path: string): string[] {
  return notedFiles(path).filter((aside) => existsSync(aside));
}

/** Whether the process that was setting this file aside ended before it was done. */
export function isBeingSetAside(path: string): boolean {
  return existsSync(path) && unfinished(path) !== undefined;
}

/**
 * Renames a damaged file with its log, out of the way of a new one and for whoever wants to look at it, and notes that
 * it is to be rescued. What an earlier call began and could not end is ended. `label` tells the file from others that
 * were set aside.
 *
 * @throws StorageError `locked-by-another-process`, `disk-full`, `read-only`, …
 */
export function setAsideFile(path: string, label: string): void {
  try {
    const lock = lockForThisProcess(path);
    try {
      if (existsSync(path)) renameWithLog(path, unfinished(path) ?? noteRescue(path, label));
      // What was noted of the damage goes last: as long as a note of it lies here, no new file is begun.
      for (const companion of [`${path}-shm`, damageMarkOf(path)]) rmSync(companion, { force: true });
    } finally {
      lock.release("clean");
    }
  } catch (error) {
    throw storageErrorFrom(error, path);
  }
}

/**
 * To be called when what could be read from the files that were set aside is on the disk elsewhere.
 *
 * @throws StorageError `read-only`, …
 */
export function finishRescue(path: string): void {
  try {
    rmSync(rescueNoteOf(path), { force: true });
  } catch (error) {
    throw storageErrorFrom(error, path);
  }
}

function notedFiles(path: string): string[] {
  const note = rescueNoteOf(path);
  if (!existsSync(note)) return [];
  const names = readFileSync(note, "utf8").split("\n");
  return names.filter((name) => name !== "").map((name) => join(dirname(path), name));
}

function unfinished(path: string): string | undefined {
  return notedFiles(path).find((aside) => !existsSync(aside));
}

/** Notes, safe from a power cut, that the file gets another name. Returns the path with it. */
function noteRescue(path: string, label: string): string {
  const aside = unusedName(`${path.replace(/\.sqlite$/, "")}.damaged-${label}`);
  const names = [...notedFiles(path), aside].map((noted) => basename(noted));
  const beside = `${rescueNoteOf(path)}.new`;
  writeFileSync(beside, names.join("\n"), { flush: true });
  renameLasting(beside, rescueNoteOf(path));
  return aside;
}

/** First the log: without its file it waits, while a file without its log would be taken for complete. */
function renameWithLog(path: string, aside: string): void {
  if (existsSync(`${path}-wal`)) renameLasting(`${path}-wal`, `${aside}-wal`);
  renameLasting(path, aside);
}

function unusedName(stem: string): string {
  let name = `${stem}.sqlite`;
  for (let number = 2; existsSync(name); number++) name = `${stem}-${number}.sqlite`;
  return name;
}

function renameLasting(from: string, to: string): void {
  renameSync(from, to);
  // NTFS keeps the order of renames by itself, and Windows gives nobody a folder to flush.
  if (process.platform === "win32") return;
  const folder = openSync(dirname(to), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
