import type { InternalStoreCollectionDocType, RxCollection, RxDatabase, RxJsonSchema, RxStorageInstance } from "rxdb";
import {
  createRxSchema,
  deepEqual,
  getPrimaryKeyOfInternalDocument,
  getSingleDocument,
  INTERNAL_CONTEXT_COLLECTION,
  RxError,
  writeSingle,
} from "rxdb";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";

import type { Content, StoredDocuments, StoredName } from "./documents.ts";
import { readModelNames, rxSchemaOf } from "./documents.ts";
import { indexedFields, indexedFieldsVersion } from "./indexed-fields.ts";
import type { DerivedFields } from "./storage/index.ts";

export type StoredCollections = { readonly [Name in StoredName]: RxCollection<StoredDocuments[Name]> };

type StoreDatabase = RxDatabase<StoredCollections>;

/** The collections that only this device has. */
export const ownNames = ["commands", "device"] as const;

interface Replicated {
  readonly content: Content;
  readonly _deleted: boolean;
}

const resolve = <Doc>({ realMasterState }: { realMasterState: Doc }) => Promise.resolve(realMasterState);

/** The indexed fields follow from the content, and from the version of the program. */
const documentConflicts = {
  isEqual: (left: Replicated, right: Replicated) =>
    left._deleted === right._deleted && deepEqual(left.content, right.content),
  resolve,
};

/**
 * A verdict replaces a waiting command; nothing else about a command ever changes. A server whose data was restored from
 * a backup judges commands that it no longer knows again, perhaps into another revision: its verdict counts.
 */
const commandConflicts = {
  isEqual: (left: Replicated, right: Replicated) => deepEqual(left.content["verdict"], right.content["verdict"]),
  resolve,
};

/** The derived JSON schema describes exactly the stored documents, which RxDB's own types cannot express. */
const schemaOf = <Name extends StoredName>(name: Name) =>
  rxSchemaOf(name) as unknown as RxJsonSchema<StoredDocuments[Name]>;

const derivedFields = (name: CollectionName, personId: PersonId): DerivedFields => ({
  version: indexedFieldsVersion,
  of: ({ content }) => indexedFields(name, content as Content, personId),
});

const creators = (names: readonly StoredName[], personId: PersonId) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      {
        schema: schemaOf(name),
        conflictHandler: name === "commands" ? commandConflicts : documentConflicts,
        instanceCreationOptions: name === "device" ? {} : { derived: derivedFields(name, personId) },
      },
    ]),
  );

/** RxDB's error code for a collection that was stored under another schema of the same version. */
const isOfAnotherSchema = (error: unknown): boolean => error instanceof RxError && error.code === "DB6";

/**
 * Tells RxDB that the collection has this schema now. Only the indexed fields can have changed, and the storage fills
 * them from the content. RxDB's own migration would copy every document, and what it knows of the replication,
 * through a replication of its own, and leave the positions behind.
 */
const acceptSchema = async ({ internalStore, hashFunction }: StoreDatabase, name: StoredName): Promise<void> => {
  const schema = createRxSchema(schemaOf(name), hashFunction);
  const id = getPrimaryKeyOfInternalDocument(`${name}-${schema.version}`, INTERNAL_CONTEXT_COLLECTION);
  const store = internalStore as RxStorageInstance<InternalStoreCollectionDocType, unknown, unknown>;
  const previous = await getSingleDocument(store, id);
  if (previous === undefined) throw new Error(`RxDB does not know the collection ${name}`);
  const data = { ...previous.data, schema: schema.jsonSchema, schemaHash: await schema.hash };
  await writeSingle(store, { previous, document: { ...previous, data } }, "accept-schema");
};

/** Adds empty collections for everything that the server owns. */
export const addReadModels = (database: StoreDatabase, personId: PersonId): Promise<unknown> =>
  database.addCollections(creators(readModelNames, personId));

/** The collections that cannot be pulled again come first in the file, far from where most of it is written. */
const inOrder: readonly StoredName[] = [...ownNames, ...readModelNames];

/** Adds all collections; indexed fields from another version of the program are filled again. */
export const openCollections = async (database: StoreDatabase, personId: PersonId): Promise<void> => {
  for (const name of inOrder)
    try {
      await database.addCollections(creators([name], personId));
    } catch (error) {
      if (!isOfAnotherSchema(error)) throw error;
      await acceptSchema(database, name);
      await database.addCollections(creators([name], personId));
    }
};
