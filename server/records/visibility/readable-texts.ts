import { setImmediate as nextTurn } from "node:timers/promises";
import type { CompiledQuery } from "kysely";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";

import type { Database } from "#server/foundation/db/database.ts";

import { entryTextFor, holdsResale } from "./recorded-entry.ts";
import type { Reader } from "./redact.ts";
import { holdsFigures, redactTextFor } from "./redact.ts";

interface Redaction {
  /** Whether the text may contain something that not all its readers may read. */
  readonly concerns: (text: string) => boolean;
  readonly textFor: (text: string, reader: Reader) => string;
}

const redactions: Partial<Record<CollectionName, Redaction>> = {
  orders: { concerns: holdsFigures, textFor: redactTextFor },
  history: { concerns: holdsResale, textFor: entryTextFor },
};

/** A document as it was read; `null` if it left the reader's scope. */
export interface ReadText {
  readonly document: string | null;
  /** Whether it is already redacted for its reader. */
  readonly isReadable: boolean;
}

const concerns = (collection: CollectionName, texts: readonly ReadText[]): boolean =>
  texts.some(
    ({ document, isReadable }) =>
      document !== null && !isReadable && redactions[collection]?.concerns(document) === true,
  );

/** How many documents are redacted in one turn of the event loop: about a millisecond. */
const sliceSize = 50;

/** Redacts documents, given as JSON text, for this person (A76). */
export const redactTexts = async (
  collection: CollectionName,
  texts: readonly ReadText[],
  reader: Reader,
): Promise<(string | null)[]> => {
  const redaction = redactions[collection];
  const readable: (string | null)[] = [];
  let redacted = 0;
  for (const { document, isReadable } of texts) {
    if (document === null || isReadable || redaction === undefined) {
      readable.push(document);
      continue;
    }
    if (redacted > 0 && redacted % sliceSize === 0) await nextTurn();
    readable.push(redaction.textFor(document, reader));
    redacted += 1;
  }
  return readable;
};

/**
 * The person as a reader, to be read after the documents: somebody who moves to another organisation may read other
 * figures and gets all documents again. So only documents that come again can be redacted by rights from before the move.
 */
export const readerNow = (
  db: Database,
  personId: PersonId,
): CompiledQuery<{ id: PersonId; organisationId: OrganisationId; isActive: boolean }> =>
  db
    .selectFrom("people")
    .select(["id", "organisation_id as organisationId", "is_active as isActive"])
    .where("id", "=", personId)
    .compile();

/** Redacts documents from the change log as this person may read them now. */
export const readableTexts = async (
  db: Database,
  collection: CollectionName,
  texts: readonly ReadText[],
  person: Reader,
): Promise<(string | null)[]> => {
  if (!concerns(collection, texts)) return texts.map(({ document }) => document);
  const [reader] = (await db.executeQuery(readerNow(db, person.id))).rows;
  if (reader === undefined) throw new Error("The reader does not exist");
  return redactTexts(collection, texts, reader);
};
