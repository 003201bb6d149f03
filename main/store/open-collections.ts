import type { RxCollection, RxDatabase, RxJsonSchema, RxStorage } from "rxdb";
import { deepEqual, removeCollectionStorages, RxError } from "rxdb";

import type { Command } from "@countersign/shared/domain/command.ts";

import type { StoredDocuments, StoredName } from "./documents.ts";
import { readModelNames, rxSchemas } from "./documents.ts";

export type StoredCollections = { readonly [Name in StoredName]: RxCollection<StoredDocuments[Name]> };

type StoreDatabase = RxDatabase<StoredCollections>;
type ReadModelName = (typeof readModelNames)[number];

/** What only this device has. */
export const ownNames = ["commands", "device"] as const;

/**
 * A verdict replaces a waiting command; nothing else about a command ever changes. A server whose data was restored from
 * a backup judges what it does not know any more once more, perhaps into another revision: its verdict is the one.
 */
const commandConflicts = {
  isEqual: (left: Pick<Command, "verdict">, right: Pick<Command, "verdict">) => deepEqual(left.verdict, right.verdict),
  resolve: <Doc>({ realMasterState }: { realMasterState: Doc }) => Promise.resolve(realMasterState),
};

/** The derived JSON schema describes exactly the stored documents, which RxDB's own types cannot express. */
const rxSchemaOf = <Name extends StoredName>(name: Name) =>
  rxSchemas[name] as unknown as RxJsonSchema<StoredDocuments[Name]>;

const creators = (names: readonly StoredName[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      { schema: rxSchemaOf(name), ...(name === "commands" ? { conflictHandler: commandConflicts } : {}) },
    ]),
  );

/** RxDB's word for a collection that was stored under another schema of the same version. */
const isOfAnotherSchema = (error: unknown): boolean => error instanceof RxError && error.code === "DB6";

/** Adds empty collections for everything that the server owns. */
export const addReadModels = (database: StoreDatabase): Promise<unknown> =>
  database.addCollections(creators(readModelNames));

/** Everything kept of it, the positions of its replication included, so that it is pulled from the beginning. */
const forget = (database: StoreDatabase, storage: RxStorage<unknown, unknown>, name: ReadModelName): Promise<void> =>
  removeCollectionStorages(
    storage,
    database.internalStore,
    database.token,
    database.name,
    name,
    false,
    undefined,
    database.hashFunction,
  );

/**
 * Adds all collections. A read model that another version of the program stored in another shape is emptied and pulled
 * anew. What only this device has (`commands`, `device`) is never dropped: a new shape of theirs needs a new version of
 * their schema, with a migration.
 */
export const openCollections = async (database: StoreDatabase, storage: RxStorage<unknown, unknown>): Promise<void> => {
  // What cannot be pulled again comes first in the file, far from where most of it is written.
  await database.addCollections(creators(ownNames));
  for (const name of readModelNames)
    try {
      await database.addCollections(creators([name]));
    } catch (error) {
      if (!isOfAnotherSchema(error)) throw error;
      await forget(database, storage, name);
      await database.addCollections(creators([name]));
    }
};
