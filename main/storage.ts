import type { RxStorage } from "rxdb";

import { getRxStorageNodeSqlite } from "#main/store/storage/index.ts";

/** The storage of this folder: one SQLite file per person and server. */
export const createStorage = (directory: string): RxStorage<unknown, unknown> => getRxStorageNodeSqlite({ directory });
