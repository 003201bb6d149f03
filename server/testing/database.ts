import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Database } from "#server/db/database.ts";
import { openDatabase } from "#server/db/database.ts";
import { createLog } from "#server/log.ts";
import { startCluster } from "#server/postgres/cluster.ts";

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  stop(): Promise<void>;
}

/** How long a step with a real PostgreSQL may take on a busy machine, in milliseconds. */
export const timeLimit = 120_000;

/** A PostgreSQL of its own with an empty database, gone after `stop`; it need not survive a power cut. */
export const startTestDatabase = async (): Promise<TestDatabase> => {
  const folder = await mkdtemp(join(tmpdir(), "countersign-test-"));
  const log = createLog("silent");
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
