import type { RxDocumentData } from "rxdb";

/** A document as this storage sees it: RxDB's own fields, and others of which it knows nothing. */
export type StoredDocument = RxDocumentData<Record<string, unknown>>;

/*
 * RxDB's generics promise a document type that nobody checks at run time: the schema's type parameter is the
 * caller's word. These two functions are the only places where this storage takes it.
 */

/** Forgets the caller's document type. */
export function asStored<RxDocType>(document: RxDocumentData<RxDocType>): StoredDocument {
  return document as unknown as StoredDocument;
}

/** Gives documents back under the type the caller opened the collection with. */
export function asDocuments<RxDocType>(documents: StoredDocument[]): RxDocumentData<RxDocType>[] {
  return documents as unknown as RxDocumentData<RxDocType>[];
}
