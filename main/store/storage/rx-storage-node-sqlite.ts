import { join, resolve } from "node:path";
import type { RxStorage, RxStorageInstanceCreationParams } from "rxdb";
import { addRxStorageMultiInstanceSupport, ensureRxStorageInstanceParamsAreCorrect, RXDB_VERSION } from "rxdb";
import { openCollection } from "./collection-catalog.ts";
import type { KeyRing } from "./file-key.ts";
import { layoutOf } from "./collection-layout.ts";
import { OpenFiles } from "./open-files.ts";
import { SqliteStorageInstance, type SqliteInstanceOptions, type SqliteInternals } from "./storage-instance.ts";
import { StorageError } from "./storage-error.ts";

/** Where the files go: one per RxDB database name. */
type FileNames =
  /** `<directory>/<database name>.sqlite`; the directory is created when needed. */
  | { directory: string }
  /** Any other naming. Different database names must give different paths. */
  | { pathOf: (databaseName: string) => string };

export type NodeSqliteSettings = FileNames & {
  /**
   * Says by its context which `bulkWrite` would simply be made again after a power cut, as those of a pull. It is
   * committed without waiting for the disk; no such context by default.
   */
  isRepeatable?: (context: string) => boolean;
  /**
   * Says which of the repeatable ones may be written in parts, of which a crash leaves the first; none by default. The
   * collection's name is RxDB's, also for those that it makes for itself.
   */
  isDivisible?: (context: string, collectionName: string) => boolean;
  /** Where the keys are kept; without it nothing is encrypted. */
  keyRing?: KeyRing | undefined;
};

export type RxStorageNodeSqlite = RxStorage<SqliteInternals, SqliteInstanceOptions>;

const NAME = "node-sqlite";

/**
 * An RxStorage that keeps each RxDB database in one SQLite file, through Node's own `node:sqlite`.
 *
 * @throws StorageError from `createStorageInstance`, e.g. `locked-by-another-process`, `damaged`, `disk-full`.
 */
export function getRxStorageNodeSqlite(settings: NodeSqliteSettings): RxStorageNodeSqlite {
  const files = new OpenFiles(settings.keyRing);
  return {
    name: NAME,
    rxdbVersion: RXDB_VERSION,
    async createStorageInstance<RxDocType>(params: RxStorageInstanceCreationParams<RxDocType, SqliteInstanceOptions>) {
      ensureRxStorageInstanceParamsAreCorrect(params);
      const instance = await openInstance(files, settings, params);
      addRxStorageMultiInstanceSupport(NAME, params, instance);
      return instance;
    },
  };
}

async function openInstance<RxDocType>(
  files: OpenFiles,
  settings: NodeSqliteSettings,
  params: RxStorageInstanceCreationParams<RxDocType, SqliteInstanceOptions>,
): Promise<SqliteStorageInstance<RxDocType>> {
  const { databaseName, collectionName, schema, options } = params;
  const file = await files.acquire(pathFor(settings, databaseName), databaseName);
  const modeFor = (context: string) => {
    if (settings.isRepeatable?.(context) !== true) return "durable";
    return settings.isDivisible?.(context, collectionName) === true ? "divisible" : "repeatable";
  };
  // For its own collections RxDB hands on no options at all, whatever its types say.
  const { derived } = { ...options };
  try {
    const layout = layoutOf(schema);
    const collection = openCollection(file, collectionName, schema.version, layout, derived);
    const identity = { databaseName, collectionName, schema, options };
    return new SqliteStorageInstance({ identity, collection, modeFor, leaveFile: () => files.release(file) });
  } catch (error) {
    await files.release(file);
    throw error;
  }
}

/** The file that a storage with these settings uses for a database. */
export function pathFor(settings: FileNames, databaseName: string): string {
  if ("pathOf" in settings) return resolve(settings.pathOf(databaseName));
  if (databaseName === "") throw new StorageError("cannot-open", "A database needs a name.");
  // A database name may hold what a file name may not: slashes, colons, dots that lead elsewhere.
  const fileName = encodeURIComponent(databaseName).replaceAll("*", "%2A");
  return resolve(join(settings.directory, `${fileName}.sqlite`));
}
