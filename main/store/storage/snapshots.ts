import { DatabaseSync } from "node:sqlite";
import { StatementCache } from "./statement-cache.ts";
import type { WalCheckpoints } from "./wal-checkpoints.ts";

/** Connections that are kept for the next long read; more are opened when more reads run at once. */
const MOST_IDLE = 2;

type Connection = { database: DatabaseSync; statements: StatementCache };

/**
 * States of the file that stay as they are while others write: each a read transaction on a connection of its own. So a
 * long read can pause as often as it likes, and no write waits for it.
 *
 * SQLite cannot begin its log anew while somebody reads from it. So that reads that follow each other closely do not make
 * it grow without end, a read that comes when the log is long waits until those before it have ended and the log has been
 * moved: it then reads from the file itself.
 */
export class Snapshots {
  readonly #path: string;
  readonly #busyTimeout: number;
  readonly #checkpoints: WalCheckpoints;
  readonly #idle: Connection[] = [];
  readonly #running = new Set<Promise<unknown>>();

  constructor(path: string, busyTimeout: number, checkpoints: WalCheckpoints) {
    this.#path = path;
    this.#busyTimeout = busyTimeout;
    this.#checkpoints = checkpoints;
  }

  /** Runs `work` on what is committed when it starts. */
  async read<T>(work: (statements: StatementCache) => Promise<T>): Promise<T> {
    while (this.#running.size > 0 && this.#checkpoints.isLogLong) await Promise.race(this.#running);
    if (this.#checkpoints.isLogLong) this.#checkpoints.beginWhenDue();
    await this.#checkpoints.room();
    const running = this.#run(work);
    const end = (): void => {
      this.#running.delete(ended);
      // While it ran, the log could not begin anew.
      if (this.#running.size === 0 && this.#checkpoints.isLogLong) this.#checkpoints.beginWhenDue();
    };
    const ended = running.then(end, end);
    this.#running.add(ended);
    return running;
  }

  /** To be called when no read runs any more. */
  close(): void {
    for (const { database } of this.#idle.splice(0)) database.close();
  }

  async #run<T>(work: (statements: StatementCache) => Promise<T>): Promise<T> {
    const connection = this.#idle.pop() ?? this.#connect();
    const { database, statements } = connection;
    try {
      statements.run("BEGIN");
      // Only a transaction's first read fixes what it sees.
      statements.get("SELECT last FROM storage_sequence");
      return await work(statements);
    } finally {
      if (database.isTransaction) statements.run("COMMIT");
      if (this.#idle.length < MOST_IDLE) this.#idle.push(connection);
      else database.close();
    }
  }

  #connect(): Connection {
    const database = new DatabaseSync(this.#path, { readOnly: true, timeout: this.#busyTimeout });
    database.exec("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192");
    return { database, statements: new StatementCache(database) };
  }
}
