/** What went wrong, in a form that a program can act on. */
export type StorageErrorCode =
  | "disk-full"
  | "read-only"
  | "locked-by-another-process"
  | "damaged"
  | "newer-format"
  | "not-a-storage-file"
  | "cannot-open"
  | "key-missing"
  | "wrong-key"
  | "input-output"
  | "busy"
  | "closed"
  | "attachment-missing"
  | "failed";

/** Every failure of this storage: a stable `code`, a sentence for a person, and the original error as `cause`. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

// RxDB's tests tell errors apart by their constructor's name and want a plain "Error" from a storage that is closed.
Object.defineProperty(StorageError.prototype, "constructor", { value: Error });

type Meaning = { code: StorageErrorCode; sentence: (path: string) => string };

/** Primary SQLite result codes: https://www.sqlite.org/rescode.html */
const MEANING_OF_RESULT: ReadonlyMap<number, Meaning> = new Map([
  [5, { code: "busy", sentence: (path) => `The database ${path} is busy and did not become free in time.` }],
  [6, { code: "busy", sentence: (path) => `A table of ${path} is in use by another operation.` }],
  [8, { code: "read-only", sentence: (path) => `The database ${path} cannot be written: it is read-only.` }],
  [10, { code: "input-output", sentence: (path) => `The disk reported an error while using ${path}.` }],
  [11, { code: "damaged", sentence: (path) => `The database ${path} is damaged.` }],
  [
    13,
    { code: "disk-full", sentence: (path) => `The disk is full: nothing was written to ${path} by this operation.` },
  ],
  [14, { code: "cannot-open", sentence: (path) => `The database ${path} cannot be opened.` }],
  [26, { code: "damaged", sentence: (path) => `The file ${path} is not a database, or its beginning is damaged.` }],
]);

const MEANING_OF_SYSTEM_ERROR: ReadonlyMap<string, Meaning> = new Map([
  ["ENOSPC", { code: "disk-full", sentence: (path) => `The disk is full: ${path} could not be written.` }],
  ["EDQUOT", { code: "disk-full", sentence: (path) => `The disk quota is used up: ${path} could not be written.` }],
  ["EROFS", { code: "read-only", sentence: (path) => `${path} is on a read-only disk.` }],
  ["EACCES", { code: "read-only", sentence: (path) => `${path} may not be written by this user.` }],
  ["EPERM", { code: "read-only", sentence: (path) => `${path} may not be written by this user.` }],
]);

/** The SQLite primary result code of an error that `node:sqlite` threw, or `undefined` for any other value. */
export function sqliteResultOf(cause: unknown): number | undefined {
  if (cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number") {
    return cause.errcode & 0xff;
  }
  return undefined;
}

/** Names any thrown value as a `StorageError`; one that already is passes through unchanged. */
export function storageErrorFrom(cause: unknown, path: string): StorageError {
  if (cause instanceof StorageError) return cause;
  const meaning = meaningOf(cause);
  if (meaning) return new StorageError(meaning.code, meaning.sentence(path), cause);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError("failed", `The database ${path} could not complete the operation: ${reason}.`, cause);
}

function meaningOf(cause: unknown): Meaning | undefined {
  const result = sqliteResultOf(cause);
  if (result !== undefined) return MEANING_OF_RESULT.get(result);
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") {
    return MEANING_OF_SYSTEM_ERROR.get(cause.code);
  }
  return undefined;
}
