import type { DatabaseConnection, PostgresDialectConfig, Transaction, TransactionSettings } from "kysely";
import { Kysely, PostgresDialect, PostgresDriver, sql } from "kysely";
import type { CustomTypesConfig } from "pg";
import pg from "pg";

import type { Log } from "#server/log.ts";

import { preparing } from "./prepared-statements.ts";
import type { Schema } from "./schema.ts";

export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;

const oldestPostgres = 150_000;

/** Counters and numbers of commands stay far below 2^53, so PostgreSQL's bigint is read as a number. */
const types: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(type, format) as (text: string) => unknown),
};

/** Sends the begin of a transaction together with its first statement. One that did not begin is not committed. */
class PipelinedDriver extends PostgresDriver {
  readonly #begun = new WeakMap<DatabaseConnection, Promise<void>>();

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begun = super.beginTransaction(connection, settings);
    // Told by the first statement, which fails as well, and at the latest by the commit.
    begun.catch(() => undefined);
    this.#begun.set(connection, begun);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#begun.get(connection);
    await super.commitTransaction(connection);
  }
}

class PipelinedDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PostgresDriver {
    return new PipelinedDriver(this.#config);
  }
}

/**
 * The connections to the database at `url`. Nothing is connected before the first query. Statements of one connection
 * that do not wait for each other travel together (`pipeline`).
 */
export const openPool = (url: string, log: Log): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types,
    application_name: "countersign",
    pipeline: true,
  });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  // The pool stops listening to a connection that it has handed out. One that is lost between two statements of a
  // transaction would end the process; the next statement fails, and says so to whoever began the transaction.
  pool.on("connect", (client) => {
    client.on("error", (error) => log.debug({ err: error }, "a database connection was lost"));
  });
  return pool;
};

/** The database behind a pool, which ends with it. */
export const databaseOn = (pool: pg.Pool): Database =>
  new Kysely<Schema>({ dialect: new PipelinedDialect({ pool: preparing(pool) }) });

export const openDatabase = (url: string, log: Log): Database => databaseOn(openPool(url, log));

/** @throws Error when the database is older than PostgreSQL 15. */
export const checkVersion = async (db: Database): Promise<void> => {
  const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(
    db,
  );
  const version = rows[0]?.version ?? 0;
  if (version < oldestPostgres)
    throw new Error(`The database is PostgreSQL ${Math.floor(version / 10_000)}; Countersign needs 15 or newer.`);
};
