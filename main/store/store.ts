import type { RxCollection, RxDatabase, RxJsonSchema, RxStorage } from "rxdb";
import { addRxPlugin, createRxDatabase, deepEqual } from "rxdb";
import { RxDBCleanupPlugin } from "rxdb/plugins/cleanup";
import type { Observable } from "rxjs";
import { merge, Subject, switchMap } from "rxjs";

import type { Command } from "#shared/domain/command.ts";
import type { DeviceId, IdSource } from "#shared/domain/ids.ts";
import { deviceIdSchema } from "#shared/domain/ids.ts";

import type { Device, StoredDocuments, StoredName } from "./documents.ts";
import { readModelNames, rxSchemas } from "./documents.ts";

export type StoredCollections = { readonly [Name in StoredName]: RxCollection<StoredDocuments[Name]> };

export interface StoreOptions {
  /** The file's name, without its folder: that is the storage's matter. */
  readonly name: string;
  readonly storage: RxStorage<unknown, unknown>;
  readonly ids: IdSource;
}

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

/**
 * The durable database of one person on one server: a file on disk behind RxDB.
 * Opening throws a storage error when the file is locked by another process, damaged or cannot be written.
 */
export class Store {
  readonly deviceId: DeviceId;
  readonly #database: RxDatabase<StoredCollections>;
  readonly #replaced = new Subject<void>();

  private constructor(database: RxDatabase<StoredCollections>, deviceId: DeviceId) {
    this.#database = database;
    this.deviceId = deviceId;
  }

  static async open({ name, storage, ids }: StoreOptions): Promise<Store> {
    addRxPlugin(RxDBCleanupPlugin);
    const database = await createRxDatabase<StoredCollections>({
      name,
      storage,
      multiInstance: false,
      eventReduce: false,
      closeDuplicates: false,
    });
    await database.addCollections(creators(Object.keys(rxSchemas) as StoredName[]));
    const known = await database.device.findOne("this").exec();
    const device = known ?? (await database.device.insert({ id: "this", deviceId: ids.next(), generation: 0 }));
    return new Store(database, deviceIdSchema.parse(device.deviceId));
  }

  /** Looked up anew each time: the read models are other collections after {@link replaceReadModels}. */
  get collections(): StoredCollections {
    return this.#database.collections;
  }

  /** Emits after every write, whoever made it. */
  get changes$(): Observable<unknown> {
    const writes = () => merge(...Object.values(this.collections).map(({ eventBulks$ }) => eventBulks$));
    return merge(writes(), this.#replaced.pipe(switchMap(writes)), this.#replaced);
  }

  async device(): Promise<Device> {
    return (await this.collections.device.findOne("this").exec(true)).toMutableJSON();
  }

  async updateDevice(change: Partial<Omit<Device, "id" | "deviceId">>): Promise<void> {
    const device = await this.collections.device.findOne("this").exec(true);
    await device.incrementalPatch(change);
  }

  /** Empties everything that the server owns. The person's commands stay. */
  async replaceReadModels(): Promise<void> {
    for (const name of readModelNames) await this.collections[name].remove();
    await this.#database.addCollections(creators(readModelNames));
    this.#replaced.next();
  }

  async close(): Promise<void> {
    this.#replaced.complete();
    await this.#database.close();
  }
}
