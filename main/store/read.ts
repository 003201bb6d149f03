import type {
  MangoQuery,
  PreparedQuery,
  RxCollection,
  RxDocumentData,
  RxStorageCountResult,
  RxStorageQueryResult,
} from "rxdb";
import { normalizeMangoQuery, prepareQuery } from "rxdb";

/*
 * Reads for the screens go to the storage itself and not through RxDB's queries. Those cannot be aborted, start
 * again whenever their collection is written meanwhile, which is always during a first sync, and cache their results.
 */

/** A document as it was given to RxDB. */
const withoutRxFields = <Doc>({ _meta, _rev, _deleted, _attachments, ...document }: RxDocumentData<Doc>): Doc =>
  document as Doc;

/** The storage's own reads, which can be aborted. */
interface BreakableReads<Doc> {
  query(query: PreparedQuery<Doc>, signal?: AbortSignal): Promise<RxStorageQueryResult<Doc>>;
  count(query: PreparedQuery<Doc>, signal?: AbortSignal): Promise<RxStorageCountResult>;
}

const readsOf = <Doc>({ internalStorageInstance }: RxCollection<Doc>): BreakableReads<Doc> => internalStorageInstance;

const prepared = <Doc>({ schema }: RxCollection<Doc>, query: MangoQuery<Doc>): PreparedQuery<Doc> => {
  const filled = normalizeMangoQuery(schema.jsonSchema, query);
  return prepareQuery<Doc>(schema.jsonSchema, {
    ...filled,
    selector: { ...filled.selector, _deleted: { $eq: false } },
  });
};

/** The documents of a query, in its order. @throws the signal's reason, when it comes first. */
export const readDocuments = async <Doc>(
  collection: RxCollection<Doc>,
  query: MangoQuery<Doc>,
  signal?: AbortSignal,
): Promise<Doc[]> => {
  const { documents } = await readsOf(collection).query(prepared(collection, query), signal);
  return documents.map(withoutRxFields);
};

/** How many documents fit. @throws the signal's reason, when it comes first. */
export const countDocuments = async <Doc>(
  collection: RxCollection<Doc>,
  selector: MangoQuery<Doc>["selector"],
  signal?: AbortSignal,
): Promise<number> => {
  const { count } = await readsOf(collection).count(prepared(collection, { selector: selector ?? {} }), signal);
  return count;
};

/** Those of these documents that exist here. */
export const readByIds = async <Doc>(collection: RxCollection<Doc>, ids: readonly string[]): Promise<Doc[]> => {
  if (ids.length === 0) return [];
  const documents = await collection.internalStorageInstance.findDocumentsById([...ids], false);
  return documents.map(withoutRxFields);
};
