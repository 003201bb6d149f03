import type { RxStorage } from "rxdb";

import { getRxStorageNodeSqlite } from "#main/store/storage/index.ts";

/** What replication writes can be pulled or pushed again, so it need not wait for the disk. A decision always does. */
const isRepeatable = (context: string): boolean => context.startsWith("replication-");

/** The storage of this folder: one SQLite file per person and server. */
export const createStorage = (directory: string): RxStorage<unknown, unknown> =>
  getRxStorageNodeSqlite({ directory, isRepeatable });
