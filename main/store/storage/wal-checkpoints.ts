import type { StatementCache } from "./statement-cache.ts";

/** 4 MiB. More would spare few writes and make each pause longer. */
const MOST_PAGES = 1_000;

/**
 * Moves the write-ahead log into the database file when it has grown, in a turn of the event loop of its own:
 * a person's commit never waits for it, and the log stays bounded. The log's file keeps its size, because writing
 * over it is faster than growing it again.
 */
export class WalCheckpoints {
  readonly #statements: StatementCache;
  #scheduled: NodeJS.Immediate | undefined;

  constructor(statements: StatementCache) {
    this.#statements = statements;
  }

  /** To be called after each commit. */
  scheduleWhenDue(): void {
    if (this.#scheduled || this.#waitingPages() < MOST_PAGES) return;
    this.#scheduled = setImmediate(() => this.#checkpoint());
  }

  cancel(): void {
    clearImmediate(this.#scheduled);
  }

  /** NOOP only reports. An SQLite that does not know it yet takes it for PASSIVE, which is slower, not wrong. */
  #waitingPages(): number {
    const state = this.#statements.get("PRAGMA wal_checkpoint(NOOP)");
    return Number(state?.["log"]) - Number(state?.["checkpointed"]);
  }

  #checkpoint(): void {
    this.#scheduled = undefined;
    try {
      // PASSIVE never waits for a reader; it moves what it can, and the next commit asks again.
      this.#statements.get("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // Nothing is lost: the log still holds every commit, and the next commit tries again or reports the disk.
    }
  }
}
