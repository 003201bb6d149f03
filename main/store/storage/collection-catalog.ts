import { AttachmentTable } from "./attachment-table.ts";
import type { CollectionLayout } from "./collection-layout.ts";
import { CollectionTable } from "./collection-table.ts";
import { COLUMN_TYPE } from "./key-column.ts";
import { writePlannerStatistics } from "./planner-statistics.ts";
import type { SqliteFile } from "./sqlite-file.ts";
import { StorageError } from "./storage-error.ts";
import type { StoredDocument } from "./stored-document.ts";

/** A collection at one schema version, as the file's catalog knows it. */
export type CollectionEntry = { number: number; documents: CollectionTable; attachments: AttachmentTable | undefined };

/** Fields that follow from the others. `version` changes whenever they would come out differently for a document. */
export type DerivedFields = {
  readonly version: number;
  readonly of: (document: StoredDocument) => Record<string, unknown>;
};

/**
 * Finds a collection's tables in the file, creating them, or rebuilding them when the indexes or the derived fields have
 * changed.
 */
export function openCollection(
  file: SqliteFile,
  name: string,
  version: number,
  layout: CollectionLayout,
  derived?: DerivedFields,
): CollectionEntry {
  const description = JSON.stringify({ keys: layout.keys, indexes: layout.indexes, derived: derived?.version });
  const number = file.transaction(() => {
    const known = file.statements.get(
      "SELECT number, layout FROM storage_collections WHERE name = ? AND version = ?",
      name,
      version,
    );
    if (!known) return createCollection(file, name, version, layout, description);
    const existing = Number(known["number"]);
    if (known["layout"] !== description) rebuildDocuments(file, existing, layout, description, derived);
    if (layout.hasAttachments) createAttachments(file, existing);
    return existing;
  });
  return {
    number,
    documents: new CollectionTable(file, documentsTable(number), layout),
    attachments: layout.hasAttachments ? new AttachmentTable(file, attachmentsTable(number)) : undefined,
  };
}

/** Removes a collection and all that it holds. */
export function dropCollection(file: SqliteFile, number: number): void {
  file.transaction(() => {
    file.database.exec(`
      DROP TABLE IF EXISTS ${documentsTable(number)};
      DROP TABLE IF EXISTS ${attachmentsTable(number)};
    `);
    file.statements.run("DELETE FROM storage_collections WHERE number = ?", number);
  });
}

const documentsTable = (number: number): string => `documents_${number}`;
const attachmentsTable = (number: number): string => `attachments_${number}`;

function createCollection(
  file: SqliteFile,
  name: string,
  version: number,
  layout: CollectionLayout,
  description: string,
): number {
  const row = file.statements.get(
    "INSERT INTO storage_collections (name, version, layout) VALUES (?, ?, ?) RETURNING number",
    name,
    version,
    description,
  );
  const number = Number(row?.["number"]);
  createDocuments(file, documentsTable(number), layout);
  createIndexes(file, documentsTable(number), layout);
  if (layout.hasAttachments) createAttachments(file, number);
  return number;
}

function createDocuments(file: SqliteFile, table: string, layout: CollectionLayout): void {
  const keys = layout.keys.map((key) => `${key.column} ${COLUMN_TYPE[key.kind]},`).join(" ");
  file.database.exec(`
    CREATE TABLE ${table} (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      deleted INTEGER NOT NULL,
      lwt NUMERIC NOT NULL,
      irregular INTEGER NOT NULL,
      ${keys}
      data NOT NULL
    )
  `);
}

function createIndexes(file: SqliteFile, table: string, layout: CollectionLayout): void {
  layout.indexes.forEach((columns, position) => {
    file.database.exec(`CREATE INDEX ${table}_by_${position} ON ${table} (${columns.join(", ")})`);
  });
  file.database.exec(`
    CREATE INDEX ${table}_tombstones ON ${table} (lwt) WHERE deleted = 1;
    CREATE INDEX ${table}_irregular ON ${table} (seq) WHERE irregular = 1;
  `);
  writePlannerStatistics(file, table, layout);
}

function createAttachments(file: SqliteFile, number: number): void {
  file.database.exec(`
    CREATE TABLE IF NOT EXISTS ${attachmentsTable(number)} (
      document TEXT NOT NULL,
      attachment TEXT NOT NULL,
      digest TEXT NOT NULL,
      type TEXT NOT NULL,
      data BLOB NOT NULL,
      UNIQUE (document, attachment)
    )
  `);
}

/** @throws StorageError `damaged`: what cannot be read any more is set aside with its file, and what waits in it is rescued. */
function derivedOf(kept: StoredDocument, derived: DerivedFields) {
  try {
    return derived.of(kept);
  } catch (cause) {
    throw new StorageError("damaged", "A document on the disk cannot be read.", cause);
  }
}

/** Copies every document, with its sequence, into a table of the new layout, and its derived fields as they are now. */
function rebuildDocuments(
  file: SqliteFile,
  number: number,
  layout: CollectionLayout,
  description: string,
  derived: DerivedFields | undefined,
): void {
  const table = documentsTable(number);
  const rebuilt = `${table}_rebuilt`;
  createDocuments(file, rebuilt, layout);
  const target = new CollectionTable(file, rebuilt, layout);
  for (const row of file.statements.iterate(`SELECT seq, data FROM ${table} ORDER BY seq`)) {
    const kept = target.decode(row);
    const document = derived === undefined ? kept : { ...kept, ...derivedOf(kept, derived) };
    target.put([{ document, text: JSON.stringify(document), sequence: Number(row["seq"]) }]);
  }
  file.database.exec(`DROP TABLE ${table}; ALTER TABLE ${rebuilt} RENAME TO ${table}`);
  createIndexes(file, table, layout);
  file.statements.run("UPDATE storage_collections SET layout = ? WHERE number = ?", description, number);
}
