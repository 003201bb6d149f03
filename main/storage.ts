import type { RxStorage } from "rxdb";

import { readModelNames } from "#main/store/documents.ts";
import type { DamagedFiles } from "#main/store/open-store.ts";
import type { KeyRing } from "#main/store/storage/index.ts";
import {
  filesToRescue,
  finishRescue,
  getRxStorageNodeSqlite,
  pathFor,
  salvageDocuments,
  setAsideFile,
} from "#main/store/storage/index.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";

/** What replication writes can be pulled or pushed again, so it does not have to wait for the disk. A decision always does. */
const isRepeatable = (context: string): boolean => context.startsWith("replication-");

const readModels: ReadonlySet<string> = new Set(readModelNames);
/**
 * A page of what is only pulled may be kept in parts: pulled again, each document is compared with the one that is kept. Of
 * the commands, which are pushed too, RxDB would take the kept part for changes made here.
 */
const isDivisible = (context: string, collectionName: string): boolean =>
  isRepeatable(context) && readModels.has(collectionName);

/** The storage of this folder: one SQLite file per person and server, encrypted with the keys of the ring. */
export const createStorage = (directory: string, keyRing?: KeyRing): RxStorage<unknown, unknown> =>
  getRxStorageNodeSqlite({ directory, isRepeatable, isDivisible, keyRing });

/** The recovery of damaged files in this folder. */
export const damagedFilesIn = (directory: string, clock: Clock, keyRing?: KeyRing): DamagedFiles => {
  const pathOf = (name: string): string => pathFor({ directory }, name);
  return {
    setAside: (name) => setAsideFile(pathOf(name), clock.now().replaceAll(/[:.]/g, "-")),
    toRescue: (name) => filesToRescue(pathOf(name)),
    salvage: (path, name, collection) => salvageDocuments(path, collection, { databaseName: name, keyRing }),
    finishRescue: (name) => finishRescue(pathOf(name)),
  };
};
