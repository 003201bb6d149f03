import type {
  BulkWriteRow,
  EventBulk,
  PreparedQuery,
  RxDocumentData,
  RxJsonSchema,
  RxStorageBulkWriteResponse,
  RxStorageChangeEvent,
  RxStorageCountResult,
  RxStorageInstance,
  RxStorageQueryResult,
} from "rxdb";
import { getQueryMatcher, getSortComparator, now } from "rxdb";
import { Subject, type Observable } from "rxjs";
import { purgeTombstones } from "./cleanup.ts";
import { dropCollection, type CollectionEntry, type DerivedFields } from "./collection-catalog.ts";
import { planQuery } from "./query-plan.ts";
import { countDecided, countJudged, isOnePage, readLong, readPage, type LongRead } from "./run-query.ts";
import { BEGINNING, type SequenceCheckpoint } from "./sequence-checkpoint.ts";
import type { Durability, SqliteFile } from "./sqlite-file.ts";
import { StorageError } from "./storage-error.ts";
import { asDocuments } from "./stored-document.ts";
import {
  isUrgent,
  partsOf,
  prepareBatch,
  writeBatch,
  type PreparedBatch,
  type StoredWriteRow,
  type WriteMode,
  type WrittenBatch,
} from "./write-batch.ts";

/** What lies under an instance, for tools and tests that want to look at the file itself. */
export type SqliteInternals = { readonly file: SqliteFile; readonly tableName: string };

/**
 * What RxDB hands on from a collection's `instanceCreationOptions`.
 *
 * `derived` is for fields that follow from the rest of a document, such as those that indexes need. Where a file was written
 * with another version of them, or with other indexes, they are computed anew for every document when it is opened.
 */
export type SqliteInstanceOptions = { readonly derived?: DerivedFields };

type ChangeBulk<RxDocType> = EventBulk<RxStorageChangeEvent<RxDocType>, SequenceCheckpoint>;

type InstanceIdentity<RxDocType> = {
  databaseName: string;
  collectionName: string;
  schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>;
  options: Readonly<SqliteInstanceOptions>;
};

export type InstanceParts<RxDocType> = {
  identity: InstanceIdentity<RxDocType>;
  collection: CollectionEntry;
  /** How a batch with this context is to be written. */
  modeFor: (context: string) => WriteMode;
  leaveFile: () => Promise<void>;
};

const nothing = (): void => undefined;

/** One collection at one schema version, as RxDB uses it. Every method refuses with a `StorageError`. */
export class SqliteStorageInstance<RxDocType> implements RxStorageInstance<
  RxDocType,
  SqliteInternals,
  SqliteInstanceOptions,
  SequenceCheckpoint
> {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>;
  readonly options: Readonly<SqliteInstanceOptions>;
  readonly internals: SqliteInternals;
  readonly #collection: CollectionEntry;
  readonly #file: SqliteFile;
  readonly #modeFor: (context: string) => WriteMode;
  readonly #leaveFile: () => Promise<void>;
  readonly #changes = new Subject<ChangeBulk<RxDocType>>();
  readonly #longReads = new Set<Promise<void>>();
  readonly #writing: Record<Durability, Promise<void>> = { durable: Promise.resolve(), repeatable: Promise.resolve() };
  #closing: Promise<void> | undefined;

  constructor({ identity, collection, modeFor, leaveFile }: InstanceParts<RxDocType>) {
    this.databaseName = identity.databaseName;
    this.collectionName = identity.collectionName;
    this.schema = identity.schema;
    this.options = identity.options;
    this.#collection = collection;
    this.#file = collection.documents.file;
    this.#modeFor = modeFor;
    this.#leaveFile = leaveFile;
    this.internals = { file: this.#file, tableName: collection.documents.name };
  }

  async bulkWrite(rows: BulkWriteRow<RxDocType>[], context: string): Promise<RxStorageBulkWriteResponse<RxDocType>> {
    this.#mustBeOpen();
    // The document type is the caller's word and means nothing here; see stored-document.ts.
    const stored = rows as unknown as StoredWriteRow[];
    const mode = this.#modeFor(context);
    const durability = mode === "durable" ? "durable" : "repeatable";
    return this.#inTurn(durability, async () => {
      const error: RxStorageBulkWriteResponse<RxDocType>["error"] = [];
      for await (const part of partsOf(stored, mode)) {
        const prepared = await this.#prepare(part, durability);
        error.push(...this.#announce(writeBatch(this.#collection, this, part, context, prepared, durability)));
      }
      return { error };
    });
  }

  async findDocumentsById(ids: string[], withDeleted: boolean): Promise<RxDocumentData<RxDocType>[]> {
    this.#mustBeOpen();
    return this.#file.guard(() => {
      const found = this.#collection.documents.find(ids);
      return asDocuments<RxDocType>(withDeleted ? found : found.filter(({ _deleted }) => !_deleted));
    });
  }

  /** A long one can be broken off with `signal`, and then fails with the signal's reason. */
  async query({ query }: PreparedQuery<RxDocType>, signal?: AbortSignal): Promise<RxStorageQueryResult<RxDocType>> {
    this.#mustBeOpen();
    const table = this.#collection.documents;
    const plan = this.#file.guard(() => planQuery(table, query));
    const found = isOnePage(plan)
      ? this.#file.guard(() => readPage(table, plan))
      : await this.#readLong(query, signal, readLong);
    return { documents: asDocuments<RxDocType>(found) };
  }

  /**
   * Always `fast`: what SQL cannot count is narrowed by an index first and does not load the collection. It can be broken
   * off as a query can.
   */
  async count({ query }: PreparedQuery<RxDocType>, signal?: AbortSignal): Promise<RxStorageCountResult> {
    this.#mustBeOpen();
    const table = this.#collection.documents;
    const plan = this.#file.guard(() => planQuery(table, query));
    const count = plan.mustFilter
      ? await this.#readLong(query, signal, countJudged)
      : this.#file.guard(() => countDecided(table, plan));
    return { count, mode: "fast" };
  }

  async getChangedDocumentsSince(
    limit: number,
    checkpoint: SequenceCheckpoint = BEGINNING,
  ): Promise<{ documents: RxDocumentData<RxDocType>[]; checkpoint: SequenceCheckpoint }> {
    this.#mustBeOpen();
    return this.#file.guard(() => {
      const changed = this.#collection.documents.changedSince(checkpoint.sequence, limit);
      const last = changed.at(-1);
      return {
        documents: asDocuments<RxDocType>(changed.map(({ document }) => document)),
        checkpoint: last ? { sequence: last.sequence } : checkpoint,
      };
    });
  }

  changeStream(): Observable<ChangeBulk<RxDocType>> {
    return this.#changes.asObservable();
  }

  async getAttachmentData(documentId: string, attachmentId: string, digest: string): Promise<Blob> {
    this.#mustBeOpen();
    return this.#file.guard(() => {
      const content = this.#collection.attachments?.get(documentId, attachmentId);
      if (content?.digest !== digest || !content) {
        throw new StorageError("attachment-missing", `Document ${documentId} has no attachment ${attachmentId}.`);
      }
      return new Blob([new Uint8Array(content.bytes)], { type: content.type });
    });
  }

  async cleanup(minimumDeletedTime: number): Promise<boolean> {
    this.#mustBeOpen();
    return purgeTombstones(this.#collection, now() - minimumDeletedTime, () => !this.#closing);
  }

  close(): Promise<void> {
    this.#closing ??= this.#leave(() => undefined);
    return this.#closing;
  }

  async remove(): Promise<void> {
    this.#mustBeOpen();
    this.#closing = this.#leave(() => dropCollection(this.#file, this.#collection.number));
    return this.#closing;
  }

  async #prepare(rows: StoredWriteRow[], durability: Durability): Promise<PreparedBatch> {
    const prepared = await prepareBatch(rows, this.#collection.attachments !== undefined);
    if (!isUrgent(rows, durability)) await this.#file.roomInLog();
    return prepared;
  }

  /**
   * Batches are written one after the other, so that a small one does not overtake a large one; but what somebody waits
   * for does not wait for what could be repeated.
   */
  #inTurn<T>(durability: Durability, write: () => Promise<T>): Promise<T> {
    const written = this.#writing[durability].then(write);
    this.#writing[durability] = written.then(nothing, nothing);
    return written;
  }

  /** What was begun before ends first. */
  async #leave(lastWork: () => void): Promise<void> {
    try {
      await Promise.all([...this.#longReads, ...Object.values(this.#writing)]);
      lastWork();
    } finally {
      this.#changes.complete();
      await this.#leaveFile();
    }
  }

  async #readLong<T>(
    query: PreparedQuery<RxDocType>["query"],
    signal: AbortSignal | undefined,
    read: (long: LongRead) => Promise<T>,
  ): Promise<T> {
    const table = this.#collection.documents;
    const reading = this.#file.snapshots.read((statements) =>
      read({ table, statements, plan: planQuery(table, query), judge: this.#judgeOf(query), signal }),
    );
    const ended = reading.then(nothing, nothing).then(() => void this.#longReads.delete(ended));
    this.#longReads.add(ended);
    try {
      return await reading;
    } catch (error) {
      signal?.throwIfAborted();
      return this.#file.guard(() => {
        throw error;
      });
    }
  }

  /** Tells the change stream, and only then the caller: RxDB relies on this order. */
  #announce({ errors, event }: WrittenBatch): RxStorageBulkWriteResponse<RxDocType>["error"] {
    // Back under the caller's document type; see stored-document.ts.
    if (event) this.#changes.next(event as unknown as ChangeBulk<RxDocType>);
    return errors as unknown as RxStorageBulkWriteResponse<RxDocType>["error"];
  }

  #judgeOf(query: PreparedQuery<RxDocType>["query"]): LongRead["judge"] {
    return {
      matches: () => {
        const matches = getQueryMatcher(this.schema, query);
        return (document) => matches(document as unknown as RxDocumentData<RxDocType>);
      },
      order: () => {
        const compare = getSortComparator(this.schema, query);
        return (a, b) => compare(a as unknown as RxDocType, b as unknown as RxDocType);
      },
    };
  }

  #mustBeOpen(): void {
    if (this.#closing) throw new StorageError("closed", `The collection ${this.collectionName} is closed.`);
  }
}
