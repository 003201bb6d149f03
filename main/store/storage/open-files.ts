import type { KeyRing } from "./file-key.ts";
import { SqliteFile } from "./sqlite-file.ts";

type OpenFile = { opening: Promise<SqliteFile>; users: number };

/** The files that one storage has open, each with one connection for all collections in it. */
export class OpenFiles {
  readonly #keyRing: KeyRing | undefined;
  readonly #byPath = new Map<string, OpenFile>();
  readonly #closing = new Map<string, Promise<void>>();

  constructor(keyRing: KeyRing | undefined) {
    this.#keyRing = keyRing;
  }

  /** Opens the file or joins the open one. Every call that succeeds needs its `release`. */
  async acquire(path: string, databaseName: string): Promise<SqliteFile> {
    const open = this.#byPath.get(path) ?? this.#begin(path, databaseName);
    open.users++;
    try {
      return await open.opening;
    } catch (error) {
      this.#byPath.delete(path);
      throw error;
    }
  }

  /** Leaves the file; the last user to leave closes it. */
  async release(file: SqliteFile): Promise<void> {
    const { path } = file;
    const open = this.#byPath.get(path);
    if (!open || --open.users > 0) return;
    this.#byPath.delete(path);
    const closing = file.close().finally(() => {
      if (this.#closing.get(path) === closing) this.#closing.delete(path);
    });
    this.#closing.set(path, closing);
    await closing;
  }

  #begin(path: string, databaseName: string): OpenFile {
    const closed = this.#closing.get(path)?.catch(() => undefined) ?? Promise.resolve();
    const opening = closed.then(() => SqliteFile.open(path, databaseName, this.#keyRing));
    const open = { opening, users: 0 };
    this.#byPath.set(path, open);
    return open;
  }
}
