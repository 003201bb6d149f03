export { getRxStorageNodeSqlite, type RxStorageNodeSqlite } from "./rx-storage-node-sqlite.ts";
export { StorageError, type StorageErrorCode } from "./storage-error.ts";
export type { SequenceCheckpoint } from "./sequence-checkpoint.ts";
export type { SqliteInternals, SqliteInstanceOptions } from "./storage-instance.ts";
export { TimeSlice } from "./time-slices.ts";
