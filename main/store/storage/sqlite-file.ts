import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ContentCodec } from "./content-codec.ts";
import { checkIntegrity, prepareFile } from "./file-format.ts";
import { keysFor, openContent, type KeyRing } from "./file-key.ts";
import { isKnownDamaged, markDamaged } from "./known-damage.ts";
import { lockForThisProcess, type LockEnd, type ProcessLock } from "./process-lock.ts";
import { isBeingSetAside } from "./set-aside.ts";
import { Snapshots } from "./snapshots.ts";
import { StatementCache } from "./statement-cache.ts";
import { StorageError, storageErrorFrom } from "./storage-error.ts";
import { WalCheckpoints } from "./wal-checkpoints.ts";

const BUSY_TIMEOUT_MS = 5_000;

/**
 * How sure a commit is. `durable`: on the disk when it returns. `repeatable`: safe from a crash of the process at
 * once, from a power cut only with the next durable commit or checkpoint; the order of commits stays.
 */
export type Durability = "durable" | "repeatable";

/** https://www.sqlite.org/pragma.html#pragma_synchronous, in WAL mode */
const SYNCHRONOUS: Readonly<Record<Durability, string>> = {
  durable: "PRAGMA synchronous = FULL",
  repeatable: "PRAGMA synchronous = NORMAL",
};

/**
 * One SQLite file, shared by all collections of an RxDB database: a connection for all writes and for reads that are done
 * in one step, and `snapshots` for those that are not.
 */
export class SqliteFile {
  readonly path: string;
  readonly database: DatabaseSync;
  /** How documents and attachments are written in this file. */
  readonly content: ContentCodec;
  readonly statements: StatementCache;
  readonly snapshots: Snapshots;
  readonly #lock: ProcessLock;
  readonly #checkpoints: WalCheckpoints;
  #durability: Durability = "durable";

  /**
   * Opens or creates the file. After an unclean end of the last process the whole file is checked first.
   *
   * @throws StorageError `locked-by-another-process`, `damaged`, `read-only`, `disk-full`, `key-missing`, …
   */
  static async open(path: string, databaseName: string, keyRing: KeyRing | undefined): Promise<SqliteFile> {
    let lock: ProcessLock | undefined;
    let database: DatabaseSync | undefined;
    try {
      mkdirSync(dirname(path), { recursive: true });
      lock = lockForThisProcess(path);
      if (isBeingSetAside(path) || isKnownDamaged(path))
        throw new StorageError("damaged", `The database ${path} is damaged.`);
      database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
      prepareFile(database, path);
      if (lock.previousEndedUncleanly) checkIntegrity(database, path);
      const keys = await keysFor(database, databaseName, keyRing);
      return new SqliteFile(path, database, openContent(database, path, keys), lock);
    } catch (error) {
      database?.close();
      lock?.release(lock.previousEndedUncleanly ? "unclean" : "clean");
      throw storageErrorFrom(error, path);
    }
  }

  private constructor(path: string, database: DatabaseSync, content: ContentCodec, lock: ProcessLock) {
    this.path = path;
    this.database = database;
    this.content = content;
    this.statements = new StatementCache(database);
    this.#lock = lock;
    this.#checkpoints = new WalCheckpoints(path, this.statements);
    this.snapshots = new Snapshots(path, BUSY_TIMEOUT_MS, this.#checkpoints);
  }

  /**
   * Runs `work` in one transaction: when this returns, it is on disk; when it throws, nothing of it is, and the file
   * is as it was before.
   */
  transaction<T>(work: () => T, durability: Durability = "durable"): T {
    return this.guard(() => {
      this.#setDurability(durability);
      this.statements.run("BEGIN IMMEDIATE");
      try {
        const result = work();
        this.statements.run("COMMIT");
        this.#checkpoints.beginWhenDue();
        return result;
      } catch (error) {
        this.#rollBack();
        throw error;
      }
    });
  }

  /** Runs `work` and turns whatever it throws into a `StorageError`. */
  guard<T>(work: () => T): T {
    if (!this.database.isOpen) throw new StorageError("closed", `The database ${this.path} is closed.`);
    try {
      return work();
    } catch (cause) {
      const error = storageErrorFrom(cause, this.path);
      if (error.code === "damaged") markDamaged(this.path);
      throw error;
    }
  }

  /**
   * Takes `count` numbers of the file's own sequence and returns the first. Must run inside a transaction: the
   * numbers are kept or given back with it, and so follow the order of commits, whatever the clock does.
   */
  takeSequences(count: number): number {
    const row = this.statements.get("UPDATE storage_sequence SET last = last + ? RETURNING last", count);
    return Number(row?.["last"]) - count + 1;
  }

  /** To be awaited before a write, so that none has to make room in the log itself. */
  roomInLog(): Promise<void> {
    return this.#checkpoints.room();
  }

  /** Closes the connections, and deletes the file when its last collection was removed. */
  async close(): Promise<void> {
    if (!this.database.isOpen) return;
    await this.#checkpoints.end();
    this.snapshots.close();
    let end: LockEnd = "unclean";
    try {
      const isEmpty = this.guard(() => this.statements.get("SELECT 1 FROM storage_collections LIMIT 1") === undefined);
      this.database.close();
      if (isEmpty) ["", "-wal", "-shm"].forEach((suffix) => rmSync(this.path + suffix, { force: true }));
      end = "clean";
    } finally {
      if (this.database.isOpen) this.database.close();
      this.#lock.release(end);
    }
  }

  #setDurability(durability: Durability): void {
    if (this.#durability === durability) return;
    this.database.exec(SYNCHRONOUS[durability]);
    this.#durability = durability;
  }

  #rollBack(): void {
    // Some errors, disk full among them, have ended the transaction already.
    if (!this.database.isTransaction) return;
    try {
      this.statements.run("ROLLBACK");
    } catch {
      // The error that led here says more than this one. The open transaction ends with the connection.
    }
  }
}
