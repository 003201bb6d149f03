import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";

import type { Database } from "#server/foundation/db/database.ts";
import { openDatabase } from "#server/foundation/db/database.ts";
import { migrate } from "#server/foundation/db/migrate.ts";
import { createLog } from "#server/foundation/log/log.ts";
import { startCluster } from "#server/foundation/postgres/cluster.ts";

import { makeDataFolder } from "./prepared-data.ts";

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  stop(): Promise<void>;
}

/** How long a step with a real PostgreSQL may take on a busy machine, in milliseconds. */
export const timeLimit = 120_000;

const log = createLog("silent");

/** The URL of another database on the same server. */
export const databaseUrl = (server: string, name: string): string => {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};

/** Another database on the same server, removed by `stop`: faster than starting another PostgreSQL. */
export const databaseBeside = async (server: string, template = "template1"): Promise<TestDatabase> => {
  const name = `countersign_test_${randomUUID().replaceAll("-", "")}`;
  const administration = openDatabase(server, log);
  // Copying files is five times as fast as going through the log, on a test server that need not survive a power cut.
  await sql`create database ${sql.id(name)} template ${sql.id(template)} strategy file_copy`.execute(administration);
  const url = databaseUrl(server, name);
  const db = openDatabase(url, log);
  return {
    db,
    url,
    stop: async () => {
      await db.destroy();
      await sql`drop database ${sql.id(name)} with (force)`.execute(administration);
      await administration.destroy();
    },
  };
};

/** A separate PostgreSQL with an empty database, removed by `stop`; it need not survive a power cut. */
const onOwnCluster = async (): Promise<TestDatabase> => {
  const folder = await makeDataFolder(await mkdtemp(join(tmpdir(), "countersign-test-")), "postgres");
  const cluster = await startCluster(folder, log, ["fsync=off"]);
  const db = openDatabase(cluster.url, log);
  return {
    db,
    url: cluster.url,
    stop: async () => {
      await db.destroy();
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** The environment variable with the URL of the PostgreSQL that all tests of a run share. */
export const sharedPostgres = "COUNTERSIGN_SHARED_POSTGRES";

const sharedServer = async (): Promise<string | undefined> => {
  const address = process.env[sharedPostgres];
  if (address === undefined) return undefined;
  const answer = await fetch(address);
  const said = await answer.text();
  if (!answer.ok) throw new Error(said);
  return said;
};

/**
 * An empty database, removed by `stop`: on the server at `DATABASE_URL_TEST`, for testing with another one than the
 * embedded; on the one that all tests of a run share; or, outside such a run, on a separate PostgreSQL.
 */
export const startTestDatabase = async (): Promise<TestDatabase> => {
  const server = process.env["DATABASE_URL_TEST"] ?? (await sharedServer());
  return server === undefined ? onOwnCluster() : databaseBeside(server);
};

const migrated = "countersign_migrated";

/** Migrates a database on the shared server, once for all tests of a run. */
const obtainMigrated = async (server: string): Promise<void> => {
  const administration = openDatabase(server, log);
  try {
    await administration.connection().execute(async (connection) => {
      // Held until the connection ends: one test makes it, others that start at the same time wait.
      await sql`select pg_advisory_lock(hashtext(${migrated}))`.execute(connection);
      const { rows } = await sql`select from pg_database where datname = ${migrated}`.execute(connection);
      if (rows.length > 0) return;
      const unfinished = `${migrated}_unfinished`;
      await sql`create database ${sql.id(unfinished)} strategy file_copy`.execute(connection);
      const db = openDatabase(databaseUrl(server, unfinished), log);
      await migrate(db);
      await db.destroy();
      await sql`alter database ${sql.id(unfinished)} rename to ${sql.id(migrated)}`.execute(connection);
    });
  } finally {
    await administration.destroy();
  }
};

/** A database with this version's schema, removed by `stop`: where all tests of a run share a server, a copy of one. */
export const startMigratedDatabase = async (): Promise<TestDatabase> => {
  const server = process.env["DATABASE_URL_TEST"] === undefined ? await sharedServer() : undefined;
  if (server !== undefined) {
    await obtainMigrated(server);
    return databaseBeside(server, migrated);
  }
  const database = await startTestDatabase();
  await migrate(database.db);
  return database;
};
