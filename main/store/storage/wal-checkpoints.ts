import { CheckpointThread } from "./checkpoint-thread.ts";
import type { StatementCache } from "./statement-cache.ts";

/** 4 MiB. More would spare few writes and make the log longer. */
const MOST_PAGES = 1_000;

/**
 * Has the write-ahead log moved into the database file when it has grown, in another thread: no commit waits for it,
 * and the log stays bounded. The log's file keeps its size, because writing over it is faster than growing it again.
 */
export class WalCheckpoints {
  readonly #path: string;
  readonly #statements: StatementCache;
  #thread: CheckpointThread | undefined;

  constructor(path: string, statements: StatementCache) {
    this.#path = path;
    this.#statements = statements;
  }

  /** To be called after each commit. */
  beginWhenDue(): void {
    if (this.#waitingPages() < MOST_PAGES) return;
    this.#thread ??= new CheckpointThread(this.#path);
    this.#thread.begin();
  }

  /** To be awaited before the file is closed, so that the last connection to close is the file's own. */
  async end(): Promise<void> {
    await this.#thread?.end();
    this.#thread = undefined;
  }

  /** NOOP only reports. An SQLite that does not know it yet takes it for PASSIVE, which is slower, not wrong. */
  #waitingPages(): number {
    const state = this.#statements.get("PRAGMA wal_checkpoint(NOOP)");
    return Number(state?.["log"]) - Number(state?.["checkpointed"]);
  }
}
