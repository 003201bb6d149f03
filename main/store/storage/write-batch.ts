import type { BulkWriteRow, CategorizeBulkWriteRowsOutput } from "rxdb";
import { categorizeBulkWriteRows } from "rxdb";
import type { CollectionEntry } from "./collection-catalog.ts";
import type { DocumentToWrite } from "./collection-table.ts";
import type { SequenceCheckpoint } from "./sequence-checkpoint.ts";
import type { Durability } from "./sqlite-file.ts";
import type { StoredDocument } from "./stored-document.ts";
import { TimeSlice } from "./time-slices.ts";

export type StoredWriteRow = BulkWriteRow<Record<string, unknown>>;
type Categorized = CategorizeBulkWriteRowsOutput<Record<string, unknown>>;

/** What a batch needs that cannot be had within its transaction, or would make it long. */
export type PreparedBatch = {
  /** The documents as JSON, by the very objects. */
  texts: ReadonlyMap<object, string>;
  /** The bytes of each attachment that the batch brings, by the very object that describes it. */
  attachmentBytes: ReadonlyMap<object, Uint8Array>;
};

/** The instance in the form that RxDB's helper takes, whatever its document type. */
type AnyInstance = Parameters<typeof categorizeBulkWriteRows>[0];

/** What a batch did: its conflicts, and its event unless nothing visible happened. */
export type WrittenBatch = {
  errors: Categorized["errors"];
  event: Categorized["eventBulk"] | undefined;
};

/** A batch of more documents lets the event loop run before it is prepared, and again before it is written. */
const MOST_IN_ONE_TURN = 50;

/** So many documents or fewer are written at once, whether somebody waits for them or not. */
const FEW = 5;

/**
 * How a batch is written: `durable` whole, on the disk before it is acknowledged; `repeatable` whole, on the disk later;
 * `divisible` as that, but in parts where it is long.
 */
export type WriteMode = Durability | "divisible";

/** Whether it is a write such as a decision, which somebody waits for, and which makes the log little longer. */
export function isUrgent(rows: readonly StoredWriteRow[], durability: Durability): boolean {
  return durability === "durable" && rows.length <= FEW;
}

/** What is written in one transaction: a batch as a whole, or a part of a divisible one, each in a turn of its own. */
export async function* partsOf(rows: StoredWriteRow[], mode: WriteMode): AsyncGenerator<StoredWriteRow[]> {
  if (mode !== "divisible" || rows.length <= FEW) {
    yield rows;
    return;
  }
  const slice = new TimeSlice();
  for (let start = 0; start < rows.length; start += MOST_IN_ONE_TURN) {
    await slice.pause();
    yield rows.slice(start, start + MOST_IN_ONE_TURN);
  }
}

/** Prepares a batch for its transaction, with pauses for the event loop when it is large. */
export async function prepareBatch(rows: readonly StoredWriteRow[], hasAttachments: boolean): Promise<PreparedBatch> {
  const slice = new TimeSlice();
  const isLarge = rows.length > MOST_IN_ONE_TURN;
  if (isLarge) await slice.pause();
  const texts = new Map<object, string>();
  for (const { document } of rows) {
    texts.set(document, JSON.stringify(document));
    if (isLarge && slice.isUp) await slice.pause();
  }
  if (isLarge) await slice.pause();
  return { texts, attachmentBytes: hasAttachments ? await readAttachments(rows) : new Map<object, Uint8Array>() };
}

/** Reads the attachments of a batch ahead, because a transaction cannot wait for a Blob. */
async function readAttachments(rows: readonly StoredWriteRow[]): Promise<PreparedBatch["attachmentBytes"]> {
  const bytes = new Map<object, Uint8Array>();
  for (const row of rows) {
    for (const attachment of Object.values(row.document._attachments)) {
      if ("data" in attachment) bytes.set(attachment, new Uint8Array(await attachment.data.arrayBuffer()));
    }
  }
  return bytes;
}

/**
 * Writes what does not conflict, in one transaction, each document under the next sequence number.
 * RxDB's own helper decides about conflicts; it needs the instance only for its schema.
 */
export function writeBatch(
  collection: CollectionEntry,
  instance: AnyInstance,
  rows: StoredWriteRow[],
  context: string,
  { texts, attachmentBytes }: PreparedBatch,
  durability: Durability,
): WrittenBatch {
  const { documents } = collection;
  const { file, layout } = documents;
  return file.transaction(() => {
    const primaryPath = layout.primaryPath;
    const current = currentStates(collection, rows);
    const categorized = categorizeBulkWriteRows(instance, primaryPath, current, rows, context);
    const { bulkInsertDocs: inserts, bulkUpdateDocs: updates } = categorized;
    const count = inserts.length + updates.length;
    if (count === 0) return { errors: categorized.errors, event: undefined };
    const first = file.takeSequences(count);
    let sequence = first;
    const toWrite = ({ document }: { document: StoredDocument }): DocumentToWrite => ({
      document,
      // A row with attachments is another object than the one that came: without their bytes.
      text: texts.get(document) ?? JSON.stringify(document),
      sequence: sequence++,
    });
    // RxDB's helper lets two inserts of one id in one batch pass; then the last one stands.
    const areNew = new Set(inserts.map(({ document }) => document[primaryPath])).size === inserts.length;
    if (areNew) documents.add(inserts.map(toWrite));
    else documents.put(inserts.map(toWrite));
    documents.put(updates.map(toWrite));
    const refused = idsWithoutTheirAttachments(categorized);
    writeAttachments(collection, categorized, refused, attachmentBytes);
    const checkpoint: SequenceCheckpoint = { sequence: first + count - 1 };
    return { errors: categorized.errors, event: eventOf(categorized, refused, checkpoint) };
  }, durability);
}

function currentStates({ documents }: CollectionEntry, rows: readonly StoredWriteRow[]): Map<string, StoredDocument> {
  const { primaryPath } = documents.layout;
  const found = documents.find(rows.map(({ document }) => String(document[primaryPath])));
  return new Map(found.map((state) => [String(state[primaryPath]), state]));
}

/** Rows that were refused for a missing attachment; RxDB's helper still lists their events and other attachments. */
function idsWithoutTheirAttachments(categorized: Categorized): ReadonlySet<string> {
  return new Set(categorized.errors.filter((error) => error.status === 510).map((error) => error.documentId));
}

function writeAttachments(
  { attachments }: CollectionEntry,
  categorized: Categorized,
  refused: ReadonlySet<string>,
  attachmentBytes: PreparedBatch["attachmentBytes"],
): void {
  if (!attachments) return;
  for (const { documentId, attachmentId, attachmentData, digest } of [
    ...categorized.attachmentsAdd,
    ...categorized.attachmentsUpdate,
  ]) {
    const bytes = attachmentBytes.get(attachmentData);
    if (bytes && !refused.has(documentId)) {
      attachments.put(documentId, attachmentId, { digest, type: attachmentData.type, bytes });
    }
  }
  for (const { documentId, attachmentId } of categorized.attachmentsRemove) {
    if (!refused.has(documentId)) attachments.remove(documentId, attachmentId);
  }
}

function eventOf(
  { eventBulk }: Categorized,
  refused: ReadonlySet<string>,
  checkpoint: SequenceCheckpoint,
): WrittenBatch["event"] {
  const events = eventBulk.events.filter((event) => !refused.has(event.documentId));
  return events.length === 0 ? undefined : { ...eventBulk, events, checkpoint };
}
