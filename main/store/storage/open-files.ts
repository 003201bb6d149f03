import { SqliteFile } from "./sqlite-file.ts";

type OpenFile = { file: SqliteFile; users: number };

/** The files that one storage has open, each with one connection for all collections in it. */
export class OpenFiles {
  readonly #byPath = new Map<string, OpenFile>();

  /** Opens the file or joins the open one. Every call needs its `release`. */
  acquire(path: string): SqliteFile {
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
  release(file: SqliteFile): void {
    const open = this.#byPath.get(file.path);
    if (!open || open.file !== file || --open.users > 0) return;
    this.#byPath.delete(file.path);
    file.close();
  }
}
