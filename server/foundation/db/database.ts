import type { Transaction } from "kysely";
import { Kysely, sql } from "kysely";
import type { CustomTypesConfig } from "pg";
import pg from "pg";

import type { Log } from "#server/foundation/log/log.ts";

import { PipelinedDialect } from "./pipelined-dialect.ts";
import { preparing } from "./prepared-statements.ts";
import type { Schema } from "./schema.ts";
import type { DatabaseTimeouts } from "./timeouts.ts";
import { timeoutSettings } from "./timeouts.ts";

export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;

const oldestPostgres = 150_000;

/** Counters and command numbers stay far below 2^53, so PostgreSQL's bigint is read as a number. */
const types: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(type, format) as (text: string) => unknown),
};

/**
 * The connections to the database at `url`, none before the first query. Statements on one connection that do not wait
 * for each other are sent together (`pipeline`). Without `timeouts`, statements may take any time.
 */
export const openPool = (url: string, log: Log, timeouts?: DatabaseTimeouts): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types,
    application_name: "countersign",
    pipeline: true,
    ...(timeouts === undefined ? {} : timeoutSettings(timeouts)),
  });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  // The pool does not listen to connections that it has handed out: losing one between two statements of a transaction
  // would end the process. The caller notices the loss when its next statement fails.
  pool.on("connect", (client) => {
    client.on("error", (error) => log.debug({ err: error }, "a database connection was lost"));
  });
  return pool;
};

/** The database behind a pool; destroying it ends the pool. */
export const databaseOn = (pool: pg.Pool): Database =>
  new Kysely<Schema>({ dialect: new PipelinedDialect({ pool: preparing(pool) }) });

/** For long work: statements have no time limit. @internal */
export const openDatabase = (url: string, log: Log): Database => databaseOn(openPool(url, log));

/** Does `work` with connections that are closed afterwards. */
export const withDatabase = async <Answer>(
  url: string,
  log: Log,
  work: (db: Database) => Promise<Answer>,
): Promise<Answer> => {
  const db = openDatabase(url, log);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
};

/** @throws Error if the database is older than PostgreSQL 15. */
export const checkVersion = async (db: Database): Promise<void> => {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(
    db,
  );
  const version = rows[0]?.version ?? 0;
  if (version < oldestPostgres)
    throw new Error(`The database is PostgreSQL ${Math.floor(version / 10_000)}; Countersign needs 15 or newer.`);
};
