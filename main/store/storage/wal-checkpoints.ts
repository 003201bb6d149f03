import { CheckpointThread } from "./checkpoint-thread.ts";
import type { StatementCache } from "./statement-cache.ts";

/** 4 MiB. More would spare few writes and make the log longer. */
const MOST_PAGES_WAITING = 1_000;

/** 8 MiB, half of SQLite's own threshold. Only a log that was moved as a whole begins anew. */
const LONGEST_LOG = 2_000;

/** So often the thread tries to reach the end of a long log. While somebody reads from an older state it cannot. */
const MOST_RUNS = 4;

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
  #isEnding = false;

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
      this.#catchingUp ??= this.#catchUp()
        // Nothing is lost when the file cannot be read: the next commit reports it.
        .catch(() => undefined)
        .finally(() => {
          this.#catchingUp = undefined;
        });
    } else if (waiting >= MOST_PAGES_WAITING) void this.#startedThread().run();
  }

  /** To be awaited before a write: resolves when the log has room for it. */
  async room(): Promise<void> {
    await this.#catchingUp;
  }

  /** To be awaited before the file is closed, so that the last connection to close is the file's own. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#thread?.end();
    await this.#catchingUp;
    this.#thread = undefined;
  }

  async #catchUp(): Promise<void> {
    const thread = this.#startedThread();
    // A run may have begun before the last commit, and a decision may be committed during any: then the next one sees it.
    for (let runs = 0; runs < MOST_RUNS && this.#isBehind; runs++) await thread.run();
  }

  /** Whether there is something to move, and still a file to move it into. */
  get #isBehind(): boolean {
    return !this.#isEnding && this.#log().waiting > 0;
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
