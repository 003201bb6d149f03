import type { RxDatabase, RxStorage, RxStorageChangeEvent } from "rxdb";
import { addRxPlugin, createRxDatabase } from "rxdb";
import { RxDBCleanupPlugin } from "rxdb/plugins/cleanup";
import type { Observable } from "rxjs";
import { map, merge, Subject, switchMap } from "rxjs";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { DeviceId, IdSource, PersonId } from "@countersign/shared/domain/ids.ts";
import { deviceIdSchema } from "@countersign/shared/domain/ids.ts";

import type { Content, LocalDevice, StoredDocuments, StoredName } from "./documents.ts";
import { opened, readModelNames } from "./documents.ts";
import { toStored } from "./indexed-fields.ts";
import type { StoredCollections } from "./open-collections.ts";
import { addReadModels, openCollections, ownNames } from "./open-collections.ts";

/** One write: into which collection, and each document with what it was before. */
export interface StoreWrite {
  readonly collection: StoredName;
  readonly events: readonly RxStorageChangeEvent<object>[];
}

export interface StoreOptions {
  /** The file's name without its folder, which the storage knows. */
  readonly name: string;
  readonly storage: RxStorage<unknown, unknown>;
  readonly ids: IdSource;
  /** The person whose file it is. */
  readonly personId: PersonId;
}

/**
 * The durable database of one person on one server: a file on disk behind RxDB.
 * Opening throws a storage error when the file is locked by another process, damaged or cannot be written.
 */
export class Store {
  readonly deviceId: DeviceId;
  readonly #database: RxDatabase<StoredCollections>;
  readonly #personId: PersonId;
  readonly #replaced = new Subject<undefined>();

  private constructor(database: RxDatabase<StoredCollections>, deviceId: DeviceId, personId: PersonId) {
    this.#database = database;
    this.deviceId = deviceId;
    this.#personId = personId;
  }

  static async open({ name, storage, ids, personId }: StoreOptions): Promise<Store> {
    addRxPlugin(RxDBCleanupPlugin);
    const database = await createRxDatabase<StoredCollections>({
      name,
      storage,
      multiInstance: false,
      eventReduce: false,
      closeDuplicates: false,
    });
    try {
      await openCollections(database, personId);
      const known = await database.device.findOne("this").exec();
      const device =
        known ?? (await database.device.insert({ id: "this", content: { deviceId: ids.next(), generation: 0 } }));
      return new Store(database, deviceIdSchema.parse(opened("device", device).deviceId), personId);
    } catch (error) {
      // If it were left open, the file could neither be set aside nor opened again.
      await database.close();
      throw error;
    }
  }

  /** Looked up each time: {@link replaceReadModels} replaces the collections of the read models. */
  get collections(): StoredCollections {
    return this.#database.collections;
  }

  /** A sent document in its stored form; `undefined` when it cannot be read. */
  received<Name extends CollectionName>(name: Name, content: Content): StoredDocuments[Name] | undefined {
    return toStored(name, content, this.#personId);
  }

  /** A document in its stored form. @throws Error for anything but a document of the collection. */
  stored<Name extends CollectionName>(name: Name, content: Content): StoredDocuments[Name] {
    const stored = this.received(name, content);
    if (stored === undefined) throw new Error(`This is not a document of ${name}`);
    return stored;
  }

  /** Emits every write, whoever made it, and `undefined` when everything that the server owns was emptied. */
  get changes$(): Observable<StoreWrite | undefined> {
    const writesTo = (collection: StoredName): Observable<StoreWrite> =>
      this.collections[collection].eventBulks$.pipe(map(({ events }) => ({ collection, events })));
    const readModels = () => merge(...readModelNames.map(writesTo));
    return merge(...ownNames.map(writesTo), readModels(), this.#replaced.pipe(switchMap(readModels)), this.#replaced);
  }

  /** Resolves as soon as nothing is being read or written. */
  untilIdle(): Promise<void> {
    return this.#database.requestIdlePromise();
  }

  async device(): Promise<LocalDevice> {
    return opened("device", await this.collections.device.findOne("this").exec(true));
  }

  async updateDevice(change: Partial<Omit<LocalDevice, "deviceId">>): Promise<void> {
    const device = await this.collections.device.findOne("this").exec(true);
    await device.incrementalModify(({ content, ...rest }) => ({ ...rest, content: { ...content, ...change } }));
  }

  /** The number of the last command that was made on this device; 0 before the first. */
  async lastDeviceSeq(): Promise<number> {
    const last = await this.collections.commands
      .findOne({ selector: { deviceId: this.deviceId }, sort: [{ deviceSeq: "desc" }] })
      .exec();
    return last?.deviceSeq ?? 0;
  }

  /** Empties everything that the server owns. The person's commands stay. */
  async replaceReadModels(): Promise<void> {
    for (const name of readModelNames) await this.collections[name].remove();
    await addReadModels(this.#database, this.#personId);
    this.#replaced.next(undefined);
  }

  async close(): Promise<void> {
    this.#replaced.complete();
    await this.#database.close();
  }
}
