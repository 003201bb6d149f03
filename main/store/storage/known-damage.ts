import { closeSync, existsSync, openSync, readSync, statSync, writeFileSync } from "node:fs";

/** Lies beside a file in which damage was met while it was in use. */
export const damageMarkOf = (path: string): string => `${path}-damaged`;

/** Notes that the file is damaged, so that the next opening does not have to find out again. */
export function markDamaged(path: string): void {
  try {
    writeFileSync(damageMarkOf(path), "");
  } catch {
    // Then the damage is met again where it was met now.
  }
}

/** Whether the file is known to be damaged, or shorter than its own header says. */
export function isKnownDamaged(path: string): boolean {
  return existsSync(damageMarkOf(path)) || isTruncated(path);
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
