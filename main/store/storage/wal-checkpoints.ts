import { CheckpointThread } from "./checkpoint-thread.ts";
import type { StatementCache } from "./statement-cache.ts";

/** 4 MiB. More would spare few writes and make the log longer. */
const MOST_PAGES_WAITING = 1_000;

/** 8 MiB, half of SQLite's own threshold. Only a log that was moved as a whole begins anew. */
const LONGEST_LOG = 2_000;

/** 12 MiB: what lies between is for writes that somebody waits for. */
const LONGEST_LOG_WITH_URGENT = 3_000;

/**
 * Has the write-ahead log moved into the database file when it has grown, in another thread: no commit waits for it,
 * and the log stays bounded. When writes follow each other so closely that the thread never sees the end of the log,
 * the next ones wait for it; the event loop does not. The log's file keeps its size, because writing over it is faster
 * than growing it again.
 */
export class WalCheckpoints {
  readonly #path: string;
  readonly #statements: StatementCache;
  #thread: CheckpointThread | undefined;
  #catchingUp: Promise<void> | undefined;

  constructor(path: string, statements: StatementCache) {
    this.#path = path;
    this.#statements = statements;
  }

  /** Whether the log should begin anew, once it has been moved as a whole and nobody reads from it. */
  get isLogLong(): boolean {
    return this.#log().pages >= LONGEST_LOG;
  }

  /** To be called after each commit. */
  beginWhenDue(): void {
    const { pages, waiting } = this.#log();
    if (pages >= LONGEST_LOG) {
      this.#catchingUp ??= this.#catchUp().finally(() => {
        this.#catchingUp = undefined;
      });
    } else if (waiting >= MOST_PAGES_WAITING) void this.#startedThread().run();
  }

  /** To be awaited before a write: resolves when the log has room for it. */
  async room(): Promise<void> {
    await this.#catchingUp;
  }

  /** The same for a write that somebody waits for: a decision does not wait until what was pulled before it has been moved. */
  async roomForUrgent(): Promise<void> {
    if (this.#catchingUp !== undefined && this.#log().pages >= LONGEST_LOG_WITH_URGENT) await this.#catchingUp;
  }

  /** To be awaited before the file is closed, so that the last connection to close is the file's own. */
  async end(): Promise<void> {
    await this.#thread?.end();
    this.#thread = undefined;
  }

  async #catchUp(): Promise<void> {
    const thread = this.#startedThread();
    // The first run may have begun before the last commit; the second one sees all of them.
    await thread.run();
    await thread.run();
  }

  #startedThread(): CheckpointThread {
    this.#thread ??= new CheckpointThread(this.#path);
    return this.#thread;
  }

  /** NOOP only reports. An SQLite that does not know it yet takes it for PASSIVE, which is slower, not wrong. */
  #log(): { readonly pages: number; readonly waiting: number } {
    const state = this.#statements.get("PRAGMA wal_checkpoint(NOOP)");
    const pages = Number(state?.["log"]);
    return { pages, waiting: pages - Number(state?.["checkpointed"]) };
  }
}
