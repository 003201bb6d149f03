import type { Checkpoint, CollectionName } from "@countersign/shared/contract/protocol.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { ChangeLog, LogRow, Position } from "#server/records/change-log/change-log.ts";
import { readableTexts } from "#server/records/visibility/readable-texts.ts";
import type { Reader } from "#server/records/visibility/redact.ts";

/** A device's request for a page. */
export interface AskedPage {
  readonly reader: Reader;
  readonly epoch: string;
  readonly collection: CollectionName;
  readonly after: Position;
  readonly limit: number;
}

/** A page as its reader may see it. */
export interface Page {
  /** `pullAnswerSchema` as JSON, in pieces that are encoded one by one and never joined to one long text. */
  readonly pieces: readonly string[];
  readonly size: number;
  readonly last: Position;
}

/** Makes pages of the change log, as their readers may see them. */
export interface Pages {
  rows(asked: AskedPage): Promise<LogRow[]>;
  make(asked: AskedPage, rows: readonly LogRow[]): Promise<Page>;
}

/** The JSON of a row around its document, which goes from the database to the wire as text, without being parsed. */
const rowPieces = (document: string | null, id: string): string[] =>
  document === null ? [JSON.stringify({ deleted: true, id })] : [`{"deleted":false,"document":`, document, "}"];

/** @param documents of the rows, as the reader may see them. */
export const pageOf = (
  { epoch, after }: Pick<AskedPage, "epoch" | "after">,
  rows: readonly LogRow[],
  documents: readonly (string | null)[],
): Page => {
  const pieces = [`{"rows":[`];
  for (const [index, { documentId: id }] of rows.entries()) {
    if (index > 0) pieces.push(",");
    pieces.push(...rowPieces(documents[index] ?? null, id));
  }
  const { sequence, documentId } = rows.at(-1) ?? after;
  const checkpoint: Checkpoint = { epoch, sequence, documentId };
  pieces.push(`],"checkpoint":${JSON.stringify(checkpoint)}}`);
  return { pieces, size: rows.length, last: { sequence, documentId } };
};

export const pagesOf = (db: Database, changeLog: Pick<ChangeLog, "read">): Pages => ({
  rows: ({ reader, collection, after, limit }) => changeLog.read(reader.id, collection, after, limit),
  make: async (asked, rows) => pageOf(asked, rows, await readableTexts(db, asked.collection, rows, asked.reader)),
});
