import type { RxStorage } from "rxdb";

import { getRxStorageNodeSqlite } from "#main/store/storage/index.ts";

/** The storage of this folder: one SQLite file per person and server. */
export const createStorage = (directory: string): RxStorage<unknown, unknown> =>
  // The storage's own internals are nobody's business outside of it.
  getRxStorageNodeSqlite({ directory }) as unknown as RxStorage<unknown, unknown>;
