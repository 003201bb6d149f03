import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { from as copyFrom } from "pg-copy-streams";

import type { IdSource } from "@countersign/shared/domain/ids.ts";

import { withDatabase } from "#server/foundation/db/database.ts";
import { migrate, migrations } from "#server/foundation/db/migrate.ts";
import type { Log } from "#server/foundation/log/log.ts";

import type { BackupHead, BackupSection } from "./file-format.ts";
import { beginNewEpoch } from "./new-epoch.ts";
import { BackupProblem } from "./problem.ts";
import type { BackupPiece } from "./read-backup.ts";
import { readBackup } from "./read-backup.ts";
import { filledTable } from "./tables.ts";
import { makeWaitingRoom, sendWaitingJobs } from "./waiting-jobs.ts";

interface RestoreSurroundings {
  readonly ids: IdSource;
  readonly log: Log;
}

export interface RestoreSummary {
  /** When the backup was taken: later changes are not in the data. */
  readonly takenAt: string;
  readonly rows: Readonly<Record<string, number>>;
}

/** Reads and checks the whole file, before the database is touched. */
const examine = async (file: string): Promise<BackupHead> => {
  let head: BackupHead | undefined;
  for await (const piece of readBackup(file)) if (piece.kind === "head") head = piece.head;
  if (head === undefined) throw new BackupProblem({ code: "file-foreign", file });
  const unknown = head.schema.find((name) => !(name in migrations));
  if (unknown !== undefined) throw new BackupProblem({ code: "schema-newer", unknown });
  return head;
};

/** The migrations that the backup had; the later ones run after its rows are in, and change those too. */
const migrationsOf = (head: BackupHead): typeof migrations =>
  Object.fromEntries(
    head.schema.flatMap((name) => {
      const migration = migrations[name];
      return migration === undefined ? [] : [[name, migration]];
    }),
  );

type Pieces = AsyncGenerator<BackupPiece>;

/** The rows of the section that has just begun, counted in `counted`. */
async function* rowsOf(pieces: Pieces, counted: { rows: number }): AsyncGenerator<Buffer> {
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    const piece = next.value;
    if (piece.kind === "rows") yield piece.data;
    if (piece.kind !== "section-end") continue;
    counted.rows = piece.rows;
    return;
  }
}

const fill = async (client: pg.ClientBase, { table, columns }: BackupSection, pieces: Pieces): Promise<number> => {
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const counted = { rows: 0 };
  const copying = client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${names}) from stdin`));
  await pipeline(Readable.from(rowsOf(pieces, counted)), copying);
  return counted.rows;
};

const setSequences = async (client: pg.ClientBase, { sequences }: BackupHead): Promise<void> => {
  for (const { name, last } of sequences)
    if (last !== null) await client.query("select setval(format('public.%I', $1::text)::regclass, $2)", [name, last]);
};

/** Everything in one transaction: an interrupted restore leaves empty tables. */
const fillTables = async (
  client: pg.ClientBase,
  { file, head, boss, ids }: { file: string; head: BackupHead; boss: PgBoss; ids: IdSource },
): Promise<RestoreSummary["rows"]> => {
  const rows: Record<string, number> = {};
  const pieces = readBackup(file);
  await client.query("begin");
  await client.query(makeWaitingRoom);
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next())
    if (next.value.kind === "section") rows[next.value.table] = await fill(client, next.value, pieces);
  await setSequences(client, head);
  await sendWaitingJobs(client, boss);
  await beginNewEpoch(client, ids);
  await client.query("commit");
  return rows;
};

/**
 * Fills the empty database at `url` from a backup and begins a new epoch.
 * @throws BackupProblem; the database is then as empty as before.
 */
export const restoreBackup = async (
  url: string,
  file: string,
  { ids, log }: RestoreSurroundings,
): Promise<RestoreSummary> => {
  const head = await examine(file);
  const client = new pg.Client({ connectionString: url, application_name: "countersign-restore" });
  await client.connect();
  try {
    const table = await filledTable(client);
    if (table !== undefined) throw new BackupProblem({ code: "database-not-empty", table });
    await withDatabase(url, log, (db) => migrate(db, migrationsOf(head)));
    const boss = new PgBoss({ connectionString: url, max: 2, schedule: false, supervise: false });
    boss.on("error", (error) => log.warn({ err: error }, "the jobs had a problem"));
    await boss.start();
    try {
      const rows = await fillTables(client, { file, head, boss, ids });
      await withDatabase(url, log, (db) => migrate(db));
      return { takenAt: head.takenAt, rows };
    } finally {
      await boss.stop({ graceful: false });
    }
  } finally {
    await client.end();
  }
};
