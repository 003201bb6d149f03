import type { RxDocumentData } from "rxdb";

/** A document as this storage sees it: RxDB's own fields, and others of which it knows nothing. */
export type StoredDocument = RxDocumentData<Record<string, unknown>>;

/**
 * Gives documents back under the type the caller opened the collection with. RxDB's generics promise a document type
 * that nobody checks at run time: it is the caller's word, and this is where this storage takes it.
 */
export function asDocuments<RxDocType>(documents: StoredDocument[]): RxDocumentData<RxDocType>[] {
  return documents as unknown as RxDocumentData<RxDocType>[];
}
