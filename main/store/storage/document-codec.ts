import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { StorageError } from "./storage-error.ts";
import type { StoredDocument } from "./stored-document.ts";

/** How a document becomes the content of its `data` column and back. The seam for encryption at rest. */
export interface DocumentCodec {
  encode(document: StoredDocument): SQLInputValue;
  /** @throws StorageError `damaged` when the content is not what `encode` wrote. */
  decode(data: SQLOutputValue | undefined): StoredDocument;
}

/** Plain JSON text. `JSON.stringify` escapes lone surrogates, so every string survives. */
export const jsonCodec: DocumentCodec = {
  encode: (document) => JSON.stringify(document),
  decode: (data) => {
    if (typeof data !== "string") throw new StorageError("damaged", "A stored document is not text.");
    try {
      // Written by `encode` above, in a file that this process alone may write.
      return JSON.parse(data) as StoredDocument;
    } catch (error) {
      throw new StorageError("damaged", "A stored document is not readable JSON.", error);
    }
  },
};
