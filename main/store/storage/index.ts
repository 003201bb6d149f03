export { getRxStorageNodeSqlite, pathFor, type RxStorageNodeSqlite } from "./rx-storage-node-sqlite.ts";
export type { KeyRing } from "./file-key.ts";
export type { DerivedFields } from "./collection-catalog.ts";
export { StorageError, type StorageErrorCode } from "./storage-error.ts";
export type { SequenceCheckpoint } from "./sequence-checkpoint.ts";
export type { SqliteInternals, SqliteInstanceOptions } from "./storage-instance.ts";
export { TimeSlice } from "./time-slices.ts";
export { salvageDocuments } from "./damaged-file.ts";
export { filesToRescue, finishRescue, setAsideFile } from "./set-aside.ts";
