import pg from "pg";
import { v7 } from "uuid";

import { assertNever } from "@countersign/shared/domain/result.ts";

import type { Log } from "#server/foundation/log/log.ts";
import type { Cluster } from "#server/foundation/postgres/cluster.ts";
import { startCluster } from "#server/foundation/postgres/cluster.ts";
import { visitCluster } from "#server/foundation/postgres/visit.ts";
import { runOnce } from "#server/programs/run-once.ts";

import type { BackupArguments } from "./arguments.ts";
import { readBackupOrRestore, backupUsage } from "./arguments.ts";
import { beginNewEpoch } from "./new-epoch.ts";
import { BackupProblem } from "./problem.ts";
import { restoreBackup } from "./restore-backup.ts";
import { takeBackup } from "./take-backup.ts";

const ids = { next: () => v7() };

/** The server's own database, or the one that `DATABASE_URL` names. */
const databaseFor = async ({ does, dataFolder }: BackupArguments, log: Log): Promise<Cluster> => {
  const url = process.env["DATABASE_URL"];
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  // Only a restore may create a new one, and it may not share one with a running server.
  const cluster = does === "restore" ? await startCluster(dataFolder, log) : await visitCluster(dataFolder, log);
  if (cluster === undefined) throw new BackupProblem({ code: "data-missing", folder: dataFolder });
  return cluster;
};

const renew = async (url: string): Promise<object> => {
  const client = new pg.Client({ connectionString: url, application_name: "countersign-restore" });
  await client.connect();
  try {
    await client.query("begin");
    await beginNewEpoch(client, ids);
    await client.query("commit");
    return { hasNewLife: true };
  } finally {
    await client.end();
  }
};

const run = (args: BackupArguments, url: string, log: Log): Promise<object> => {
  switch (args.does) {
    case "backup":
      return takeBackup(url, args.file, new Date().toISOString());
    case "restore":
      return restoreBackup(url, args.file, { ids, log });
    case "renew":
      return renew(url);
    default:
      return assertNever(args);
  }
};

const doAsked = async (args: BackupArguments, log: Log): Promise<object> => {
  const database = await databaseFor(args, log);
  try {
    return { done: args.does, ...(await run(args, database.url, log)) };
  } finally {
    await database.stop();
  }
};

process.exitCode = await runOnce(process.argv.slice(2), {
  read: readBackupOrRestore,
  usage: backupUsage,
  run: doAsked,
});
