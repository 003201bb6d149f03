import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";

import type { z } from "zod";

import type { BackupEnd, BackupHead, BackupSection } from "./file-format.ts";
import { endSchema, headSchema, sectionEnd, sectionSchema } from "./file-format.ts";
import { BackupProblem } from "./problem.ts";

/** The parts of a backup, in this order; the rows of a section come in chunks of whole lines. */
export type BackupPiece =
  | { readonly kind: "head"; readonly head: BackupHead }
  | ({ readonly kind: "section" } & BackupSection)
  | { readonly kind: "rows"; readonly data: Buffer }
  | { readonly kind: "section-end"; readonly table: string; readonly rows: number };

const newline = 0x0a;
const longestLine = 64 * 1024;

const countLines = (data: Buffer): number => {
  let count = 0;
  for (let at = data.indexOf(newline); at !== -1; at = data.indexOf(newline, at + 1)) count += 1;
  return count;
};

/** The unpacked bytes, read line by line or as many whole lines as are available. */
class Lines {
  readonly #chunks: AsyncIterator<Buffer>;
  #left = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#left = Buffer.concat([this.#left, next.value]);
    return true;
  }

  #take(length: number): Buffer {
    const taken = this.#left.subarray(0, length);
    this.#left = this.#left.subarray(length);
    return taken;
  }

  /** The next line with its line end; `undefined` if the text ends without one. */
  async line(): Promise<Buffer | undefined> {
    for (;;) {
      const end = this.#left.indexOf(newline);
      if (end !== -1) return this.#take(end + 1);
      if (this.#left.length > longestLine || !(await this.#more())) return undefined;
    }
  }

  /** Whole lines before the end of a section; empty if the next line is that end, `undefined` at the end of the text. */
  async rows(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#left.indexOf(sectionEnd) === 0) return Buffer.alloc(0);
      const end = this.#left.indexOf(`\n${sectionEnd}`);
      if (end !== -1) return this.#take(end + 1);
      const last = this.#left.lastIndexOf(newline);
      // What could be the start of the section end stays until more has arrived.
      if (last !== -1 && !sectionEnd.startsWith(this.#left.subarray(last + 1).toString("latin1")))
        return this.#take(last + 1);
      if (!(await this.#more())) return undefined;
    }
  }
}

/** The first bytes of every gzip file (RFC 1952, 2.3.1). */
const gzipMagic = Buffer.from([0x1f, 0x8b]);

const isGzip = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const start = Buffer.alloc(gzipMagic.length);
    await file.read(start, 0, start.length, 0);
    return start.equals(gzipMagic);
  } finally {
    await file.close();
  }
};

const isSystemError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";

/** @throws BackupProblem if it is not a gzip file or cannot be read. */
const requireGzip = async (file: string): Promise<void> => {
  const found = await isGzip(file).catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    throw new BackupProblem({ code: "file-unreadable", file, problem: error.code }, error);
  });
  if (!found) throw new BackupProblem({ code: "file-foreign", file });
};

const parsed = <Value>(schema: z.ZodType<Value>, text: Buffer): Value | undefined => {
  try {
    return schema.safeParse(JSON.parse(text.toString("utf8"))).data;
  } catch {
    return undefined;
  }
};

/**
 * Reads a backup piece by piece. The file is only known to be intact after the last piece, where the checksum is checked.
 * @throws BackupProblem
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPiece> {
  const damaged = (problem: string, cause?: unknown) =>
    new BackupProblem({ code: "file-damaged", file, problem }, cause);
  await requireGzip(file);
  const hash = createHash("sha256");
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.on("error", (error) => unpacked.destroy(error));
  const lines = new Lines(unpacked);

  async function* sectionRows({ table }: BackupSection): AsyncGenerator<BackupPiece, BackupEnd["sections"][number]> {
    let count = 0;
    for (;;) {
      const data = await lines.rows();
      if (data === undefined) throw damaged(`it ends within the rows of ${table}`);
      if (data.length === 0) break;
      hash.update(data);
      count += countLines(data);
      yield { kind: "rows", data };
    }
    hash.update((await lines.line()) ?? "");
    yield { kind: "section-end", table, rows: count };
    return { table, rows: count };
  }

  try {
    const first = await lines.line();
    const head = first && parsed(headSchema, first);
    if (first === undefined || head === undefined) throw new BackupProblem({ code: "file-foreign", file });
    hash.update(first);
    yield { kind: "head", head };
    const counted: BackupEnd["sections"] = [];
    for (;;) {
      const text = await lines.line();
      if (text === undefined) throw damaged("its end is missing");
      const section = parsed(sectionSchema, text);
      if (section === undefined) {
        const end = parsed(endSchema, text);
        if (end === undefined) throw damaged("a line is neither a section nor the end");
        const isWhole = end.sha256 === hash.digest("hex") && JSON.stringify(end.sections) === JSON.stringify(counted);
        if (!isWhole) throw damaged("its content does not match its checksum");
        if ((await lines.line()) !== undefined) throw damaged("there is data after its end");
        return;
      }
      hash.update(text);
      yield { kind: "section", ...section };
      counted.push(yield* sectionRows(section));
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw damaged("it cannot be unpacked", error);
    if (isSystemError(error)) throw new BackupProblem({ code: "file-unreadable", file, problem: error.code }, error);
    throw error;
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}
