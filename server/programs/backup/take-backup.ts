import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";

import { migrations } from "#server/foundation/db/migrate.ts";

import type { BackupEnd, BackupHead, BackupSection } from "./file-format.ts";
import { formatName, formatVersion, sectionEnd } from "./file-format.ts";
import { BackupProblem } from "./problem.ts";
import { readBackup } from "./read-backup.ts";
import { schemaOf, sequencesOf, tablesOf } from "./tables.ts";
import { hasJobs, jobsSection, queuesSection, selectJobs, selectQueues } from "./waiting-jobs.ts";

/** What the backup contains. */
export interface BackupSummary {
  readonly takenAt: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly bytes: number;
}

const line = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** @throws BackupProblem if this version does not know the database's schema. */
const requireKnownSchema = async (client: pg.ClientBase): Promise<string[]> => {
  const schema = await schemaOf(client);
  if (schema.length === 0)
    throw new BackupProblem({ code: "database-unknown", problem: "it has no tables of Countersign" });
  const unknown = schema.find((name) => !(name in migrations));
  if (unknown !== undefined)
    throw new BackupProblem({ code: "database-unknown", problem: `a newer version made ${unknown}` });
  return schema;
};

/** The unpacked text of a backup, from the snapshot of the open transaction. */
async function* textOf(client: pg.ClientBase, head: BackupHead): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const counted: BackupEnd["sections"] = [];
  const hashed = (data: Buffer): Buffer => {
    hash.update(data);
    return data;
  };
  async function* section(columns: BackupSection, query: string): AsyncGenerator<Buffer> {
    yield hashed(line(columns));
    const rows = client.query(copyTo(`copy (${query}) to stdout`));
    for await (const data of rows) yield hashed(data as Buffer);
    yield hashed(Buffer.from(sectionEnd));
    counted.push({ table: columns.table, rows: rows.rowCount });
  }

  yield hashed(line(head));
  for (const one of await tablesOf(client)) {
    const columns = one.columns.map((column) => pg.escapeIdentifier(column)).join(", ");
    yield* section(one, `select ${columns} from public.${pg.escapeIdentifier(one.table)}`);
  }
  if (await hasJobs(client)) {
    yield* section(queuesSection, selectQueues);
    yield* section(jobsSection, selectJobs);
  }
  yield line({ sections: counted, sha256: hash.digest("hex") } satisfies BackupEnd);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const write = async (client: pg.ClientBase, part: string, takenAt: string): Promise<void> => {
  // One snapshot for everything: concurrent commits are left for the next backup.
  await client.query("begin isolation level repeatable read read only");
  const schema = await requireKnownSchema(client);
  const head = {
    format: formatName,
    version: formatVersion,
    takenAt,
    schema,
    sequences: await sequencesOf(client),
  } as const;
  // It contains keys and secrets, so only its owner may read it.
  const file = createWriteStream(part, { mode: 0o600, flags: "w" });
  await pipeline(Readable.from(textOf(client, head)), createGzip({ level: 6 }), file);
  await client.query("commit");
};

/**
 * Writes everything in the database at `url` to `file`, as of one moment, while servers continue to use it. The file gets
 * its name once it is complete and has been verified.
 * @throws BackupProblem
 */
export const takeBackup = async (url: string, file: string, takenAt: string): Promise<BackupSummary> => {
  if (await exists(file)) throw new BackupProblem({ code: "file-exists", file });
  const part = `${file}.part`;
  const client = new pg.Client({ connectionString: url, application_name: "countersign-backup" });
  await client.connect();
  try {
    await write(client, part, takenAt);
    const rows: Record<string, number> = {};
    for await (const piece of readBackup(part)) if (piece.kind === "section-end") rows[piece.table] = piece.rows;
    const { size } = await stat(part);
    await rename(part, file);
    return { takenAt, rows, bytes: size };
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof Error && "syscall" in error && "code" in error)
      throw new BackupProblem({ code: "file-unreadable", file, problem: String(error.code) }, error);
    throw error;
  } finally {
    await client.end();
  }
};
