import { attachmentPlace } from "./content-codec.ts";
import { inUtf16Order } from "./utf16-order.ts";
import type { SqliteFile } from "./sqlite-file.ts";

export type AttachmentContent = { digest: string; type: string; bytes: Uint8Array };

/** The attachments of one collection's documents, by document and attachment id. */
export class AttachmentTable {
  readonly #file: SqliteFile;
  readonly #name: string;
  readonly #sql: Record<"get" | "put" | "remove" | "removeAll", string>;

  constructor(file: SqliteFile, name: string) {
    this.#file = file;
    this.#name = name;
    this.#sql = {
      get: `SELECT digest, type, data FROM ${name} WHERE document = ? AND attachment = ?`,
      put: `INSERT OR REPLACE INTO ${name} (document, attachment, digest, type, data) VALUES (?, ?, ?, ?, ?)`,
      remove: `DELETE FROM ${name} WHERE document = ? AND attachment = ?`,
      removeAll: `DELETE FROM ${name} WHERE document = ?`,
    };
  }

  get(documentId: string, attachmentId: string): AttachmentContent | undefined {
    const key = keyOf(documentId, attachmentId);
    const row = this.#file.statements.get(this.#sql.get, ...key);
    if (!row || !(row["data"] instanceof Uint8Array)) return undefined;
    const bytes = this.#file.content.decodeBytes(row["data"], attachmentPlace(this.#name, ...key));
    return { digest: String(row["digest"]), type: String(row["type"]), bytes };
  }

  put(documentId: string, attachmentId: string, { digest, type, bytes }: AttachmentContent): void {
    const key = keyOf(documentId, attachmentId);
    const content = this.#file.content.encodeBytes(bytes, attachmentPlace(this.#name, ...key));
    this.#file.statements.run(this.#sql.put, ...key, digest, type, content);
  }

  remove(documentId: string, attachmentId: string): void {
    this.#file.statements.run(this.#sql.remove, ...keyOf(documentId, attachmentId));
  }

  /** Removes what a purged document may have left; `documentKey` is the id in column form. */
  removeAllOf(documentKey: string): void {
    this.#file.statements.run(this.#sql.removeAll, documentKey);
  }
}

function keyOf(documentId: string, attachmentId: string): [string, string] {
  return [inUtf16Order(documentId), inUtf16Order(attachmentId)];
}
