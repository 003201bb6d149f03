import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

/** Moving this much takes some tens of milliseconds, and a bulk of writes touches many pages again within it. */
const LARGEST_WAL_BYTES = 12 * 1024 * 1024;

/**
 * Moves the write-ahead log into the database file when it has grown, in a turn of the event loop of its own:
 * a person's commit never waits for it, and the log stays bounded.
 */
export class WalCheckpoints {
  readonly #database: DatabaseSync;
  readonly #walPath: string;
  #scheduled: NodeJS.Immediate | undefined;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#walPath = `${path}-wal`;
  }

  /** To be called after each commit. */
  scheduleWhenDue(): void {
    if (this.#scheduled) return;
    const size = statSync(this.#walPath, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LARGEST_WAL_BYTES) this.#scheduled = setImmediate(() => this.#checkpoint());
  }

  cancel(): void {
    clearImmediate(this.#scheduled);
  }

  #checkpoint(): void {
    this.#scheduled = undefined;
    try {
      // PASSIVE never waits for a reader. The commit after it starts the log over, see `journal_size_limit`.
      this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // Nothing is lost: the log still holds every commit, and the next commit tries again or reports the disk.
    }
  }
}
