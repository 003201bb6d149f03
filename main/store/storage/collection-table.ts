import type { SQLInputValue } from "node:sqlite";
import type { CollectionLayout } from "./collection-layout.ts";
import { documentPlace } from "./content-codec.ts";
import { inUtf16Order } from "./utf16-order.ts";
import { keyReader } from "./key-column.ts";
import type { SqliteFile } from "./sqlite-file.ts";
import type { Row } from "./statement-cache.ts";
import type { StoredDocument } from "./stored-document.ts";

/** A document with the number of its last write. */
export type NumberedDocument = { document: StoredDocument; sequence: number };

/** A document to be written under this number; `text` is the document as JSON. */
export type DocumentToWrite = NumberedDocument & { text: string };

/**
 * The rows of one collection. The row number *is* the sequence of the last write: a change moves the row to the
 * end, so that "what changed since" is a range of the table itself and costs no index.
 */
export class CollectionTable {
  readonly file: SqliteFile;
  readonly name: string;
  readonly layout: CollectionLayout;
  readonly #readKeys: readonly ReturnType<typeof keyReader>[];
  readonly #sql: Record<"byId" | "byIds" | "add" | "put" | "since" | "irregular" | "purge", string>;

  constructor(file: SqliteFile, name: string, layout: CollectionLayout) {
    this.file = file;
    this.name = name;
    this.layout = layout;
    this.#readKeys = layout.keys.map((key) => keyReader(key.path, key.kind));
    const columns = ["seq", "id", "deleted", "lwt", "irregular", ...layout.keys.map((key) => key.column), "data"];
    const values = `${name} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
    this.#sql = {
      byId: `SELECT seq, data FROM ${name} WHERE id = ?`,
      byIds: `SELECT d.seq, d.data FROM json_each(?) AS wanted CROSS JOIN ${name} AS d ON d.id = wanted.value`,
      add: `INSERT INTO ${values}`,
      put: `INSERT OR REPLACE INTO ${values}`,
      since: `SELECT seq, data FROM ${name} WHERE seq > ? ORDER BY seq LIMIT ?`,
      irregular: `SELECT 1 FROM ${name} WHERE irregular = 1 LIMIT 1`,
      purge: `DELETE FROM ${name} WHERE seq IN (SELECT seq FROM ${name} WHERE deleted = 1 AND lwt <= ? LIMIT ?) RETURNING id`,
    };
  }

  /**
   * Those of these documents that are there, in the order of `ids`. One statement looks all of them up: each by
   * itself would have to find the newest state of the log again.
   */
  find(ids: readonly string[]): StoredDocument[] {
    const wanted = ids.map((id) => inUtf16Order(id));
    const [only] = wanted;
    if (only === undefined) return [];
    const rows =
      wanted.length === 1
        ? this.file.statements.all(this.#sql.byId, only)
        : this.file.statements.all(this.#sql.byIds, JSON.stringify(wanted));
    return rows.map((row) => this.decode(row));
  }

  /** Writes documents that are not there yet; a little faster than `put`. */
  add(documents: readonly DocumentToWrite[]): void {
    this.#write(this.#sql.add, documents);
  }

  /** Writes documents under new sequence numbers, in place of any earlier state. */
  put(documents: readonly DocumentToWrite[]): void {
    this.#write(this.#sql.put, documents);
  }

  /** The next documents in the order of their last writes. */
  changedSince(sequence: number, limit: number): NumberedDocument[] {
    return this.file.statements
      .all(this.#sql.since, sequence, limit)
      .map((row) => ({ document: this.decode(row), sequence: Number(row["seq"]) }));
  }

  /** Whether some document holds a value in an indexed field that the column could not express. */
  hasIrregular(): boolean {
    return this.file.statements.get(this.#sql.irregular) !== undefined;
  }

  /** Deletes up to `limit` tombstones last written at or before `time`; returns their ids in column form. */
  purgeTombstones(time: number, limit: number): string[] {
    return this.file.statements.all(this.#sql.purge, time, limit).map((row) => String(row["id"]));
  }

  /** The document of a row with its `seq` and `data`. @throws StorageError `damaged`. */
  decode(row: Row): StoredDocument {
    return this.file.content.decode(row["data"], documentPlace(Number(row["seq"])));
  }

  #write(sql: string, documents: readonly DocumentToWrite[]): void {
    this.file.statements.runEach(sql, this.#rowsOf(documents));
  }

  *#rowsOf(documents: readonly DocumentToWrite[]): Generator<SQLInputValue[]> {
    for (const { document, text, sequence } of documents) {
      let irregular = 0;
      const keys = this.#readKeys.map((read): SQLInputValue => {
        const key = read(document);
        if (!key.regular) irregular = 1;
        return key.value;
      });
      yield [
        sequence,
        inUtf16Order(String(document[this.layout.primaryPath])),
        document._deleted ? 1 : 0,
        document._meta.lwt,
        irregular,
        ...keys,
        this.file.content.encode(text, documentPlace(sequence)),
      ];
    }
  }
}
