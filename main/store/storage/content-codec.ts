import { createSecretKey } from "node:crypto";
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { seal, unseal } from "./sealing.ts";
import { StorageError } from "./storage-error.ts";
import type { StoredDocument } from "./stored-document.ts";

/**
 * How documents and attachments become the content of their columns and back. `place` is unlike for any two contents
 * of a file, so that none can stand in for another.
 */
export interface ContentCodec {
  /** `text` is the document as JSON. */
  encode(text: string, place: string): SQLInputValue;
  /** @throws StorageError `damaged` when the content is not what `encode` wrote. */
  decode(data: SQLOutputValue | undefined, place: string): StoredDocument;
  encodeBytes(bytes: Uint8Array, place: string): Uint8Array;
  /** @throws StorageError `damaged` when the content is not what `encodeBytes` wrote. */
  decodeBytes(data: Uint8Array, place: string): Uint8Array;
}

/** Where a document lies: its sequence number is given only once in a file. */
export const documentPlace = (sequence: number): string => `document ${sequence}`;

/** Where an attachment lies; the ids as their columns hold them. */
export const attachmentPlace = (table: string, document: string, attachment: string): string =>
  JSON.stringify([table, document, attachment]);

/** Plain JSON text and plain bytes. `JSON.stringify` escapes lone surrogates, so every string survives. */
export const plainCodec: ContentCodec = {
  encode: (text) => text,
  decode: (data) => {
    if (typeof data !== "string") throw new StorageError("damaged", "A stored document is not text.");
    return parse(data);
  },
  encodeBytes: (bytes) => bytes,
  decodeBytes: (data) => data,
};

/** Everything sealed with AES-256-GCM under the key of the file. */
export function sealingCodec(keyBytes: Uint8Array): ContentCodec {
  // Prepared once: from its bytes, every single use would cost several times as much.
  const key = createSecretKey(keyBytes);
  return {
    encode: (text, place) => seal(key, place, text),
    decode: (data, place) => {
      if (!(data instanceof Uint8Array)) throw new StorageError("damaged", "A stored document is not encrypted.");
      return parse(unseal(key, place, data).toString("utf8"));
    },
    encodeBytes: (bytes, place) => seal(key, place, bytes),
    decodeBytes: (data, place) => unseal(key, place, data),
  };
}

function parse(text: string): StoredDocument {
  try {
    // Written by a codec above, in a file that this process alone may write.
    return JSON.parse(text) as StoredDocument;
  } catch (error) {
    throw new StorageError("damaged", "A stored document is not readable JSON.", error);
  }
}
