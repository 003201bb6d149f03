import { inUtf16Order } from "./utf16-order.ts";
import type { SqliteFile } from "./sqlite-file.ts";

export type AttachmentContent = { digest: string; type: string; bytes: Uint8Array };

/** The attachments of one collection's documents, by document and attachment id. */
export class AttachmentTable {
  readonly #file: SqliteFile;
  readonly #sql: Record<"get" | "put" | "remove" | "removeAll", string>;

  constructor(file: SqliteFile, name: string) {
    this.#file = file;
    this.#sql = {
      get: `SELECT digest, type, data FROM ${name} WHERE document = ? AND attachment = ?`,
      put: `INSERT OR REPLACE INTO ${name} (document, attachment, digest, type, data) VALUES (?, ?, ?, ?, ?)`,
      remove: `DELETE FROM ${name} WHERE document = ? AND attachment = ?`,
      removeAll: `DELETE FROM ${name} WHERE document = ?`,
    };
  }

  get(documentId: string, attachmentId: string): AttachmentContent | undefined {
    const row = this.#file.statements.get(this.#sql.get, inUtf16Order(documentId), inUtf16Order(attachmentId));
    if (!row || !(row["data"] instanceof Uint8Array)) return undefined;
    return { digest: String(row["digest"]), type: String(row["type"]), bytes: row["data"] };
  }

  put(documentId: string, attachmentId: string, { digest, type, bytes }: AttachmentContent): void {
    const key = [inUtf16Order(documentId), inUtf16Order(attachmentId)];
    this.#file.statements.run(this.#sql.put, ...key, digest, type, bytes);
  }

  remove(documentId: string, attachmentId: string): void {
    this.#file.statements.run(this.#sql.remove, inUtf16Order(documentId), inUtf16Order(attachmentId));
  }

  /** Removes what a purged document may have left; `documentKey` is the id in column form. */
  removeAllOf(documentKey: string): void {
    this.#file.statements.run(this.#sql.removeAll, documentKey);
  }
}
