import { SqliteFile } from "./sqlite-file.ts";

type OpenFile = { file: SqliteFile; users: number };

/** The files that one storage has open, each with one connection for all collections in it. */
export class OpenFiles {
  readonly #byPath = new Map<string, OpenFile>();
  readonly #closing = new Map<string, Promise<void>>();

  /** Opens the file or joins the open one. Every call needs its `release`. */
  async acquire(path: string): Promise<SqliteFile> {
    await this.#closing.get(path)?.catch(() => undefined);
    const open = this.#byPath.get(path);
    if (open) {
      open.users++;
      return open.file;
    }
    const file = SqliteFile.open(path);
    this.#byPath.set(path, { file, users: 1 });
    return file;
  }

  /** Leaves the file; the last user to leave closes it. */
  async release(file: SqliteFile): Promise<void> {
    const { path } = file;
    const open = this.#byPath.get(path);
    if (!open || open.file !== file || --open.users > 0) return;
    this.#byPath.delete(path);
    const closing = file.close().finally(() => {
      if (this.#closing.get(path) === closing) this.#closing.delete(path);
    });
    this.#closing.set(path, closing);
    await closing;
  }
}
