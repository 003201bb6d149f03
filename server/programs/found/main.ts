import { sql } from "kysely";
import { v7 } from "uuid";

import { instantFromDate } from "@countersign/shared/domain/instant.ts";
import { refusalSentence } from "@countersign/shared/words/refusal-text.ts";

import type { Database } from "#server/foundation/db/database.ts";
import { checkVersion, withDatabase } from "#server/foundation/db/database.ts";
import { migrate, schemaState } from "#server/foundation/db/migrate.ts";
import type { Log } from "#server/foundation/log/log.ts";
import type { Cluster } from "#server/foundation/postgres/cluster.ts";
import { startCluster } from "#server/foundation/postgres/cluster.ts";
import { visitCluster } from "#server/foundation/postgres/visit.ts";
import { runOnce } from "#server/programs/run-once.ts";
import { tableChangeLog } from "#server/records/change-log/change-log.ts";
import { inProcessPoke } from "#server/records/change-log/poke.ts";

import type { FoundArguments } from "./arguments.ts";
import { readFoundArguments, foundUsage } from "./arguments.ts";
import type { FoundedNetwork } from "./found-network.ts";
import { foundNetwork } from "./found-network.ts";

/** The server's own database, shared with it while it runs and created if missing, or the one named by `DATABASE_URL`. */
const databaseFor = async ({ dataFolder }: FoundArguments, log: Log): Promise<Cluster> => {
  const url = process.env["DATABASE_URL"];
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  return (await visitCluster(dataFolder, log)) ?? startCluster(dataFolder, log);
};

/** Creates the tables if there are none. Older ones are not migrated, because a running server may use them. */
const prepare = async (db: Database): Promise<void> => {
  const { rows } = await sql<{ isNew: boolean }>`select to_regclass('kysely_migration') is null as "isNew"`.execute(db);
  if (rows[0]?.isNew === true) await migrate(db);
  else if ((await schemaState(db)) !== "same")
    throw new Error("The database belongs to another version of Countersign: start this version's server on it first.");
};

const found = (args: FoundArguments, url: string, log: Log): Promise<FoundedNetwork> =>
  withDatabase(url, log, async (db) => {
    await checkVersion(db);
    await prepare(db);
    const clock = { now: () => instantFromDate(new Date()) };
    // Nobody listens to a network that does not exist yet.
    const services = { db, clock, ids: { next: () => v7() }, changeLog: tableChangeLog(db), poke: inProcessPoke() };
    const network = await foundNetwork(services, args);
    if (!network.ok) throw new Error(refusalSentence(network.error).happened);
    return network.value;
  });

/** Founds a network and reports where its administrator sets a password. */
const foundAsked = async (args: FoundArguments, log: Log): Promise<object> => {
  const database = await databaseFor(args, log);
  try {
    const { passwordPath, ...network } = await found(args, database.url, log);
    const publicUrl = process.env["PUBLIC_URL"]?.replace(/\/+$/, "") ?? "";
    return { done: "found", ...network, password: `${publicUrl}${passwordPath}` };
  } finally {
    await database.stop();
  }
};

process.exitCode = await runOnce(process.argv.slice(2), {
  read: readFoundArguments,
  usage: foundUsage,
  run: foundAsked,
});
