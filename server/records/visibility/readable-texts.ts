import { setImmediate as nextTurn } from "node:timers/promises";
import type { CompiledQuery } from "kysely";

import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";

import type { Database } from "#server/foundation/db/database.ts";

import { entryTextFor, holdsResale } from "./recorded-entry.ts";
import type { Reader } from "./redact.ts";
import { holdsFigures, redactTextFor } from "./redact.ts";

interface Redaction {
  /** Whether the text may hold what not everybody who gets it may read. */
  readonly concerns: (text: string) => boolean;
  readonly textFor: (text: string, reader: Reader) => string;
}

const redactions: Partial<Record<CollectionName, Redaction>> = {
  orders: { concerns: holdsFigures, textFor: redactTextFor },
  history: { concerns: holdsResale, textFor: entryTextFor },
};

/** A document as it was read, `null` for one that left. */
export interface ReadText {
  readonly document: string | null;
  /** Whether its reader may read it as it is. */
  readonly isReadable: boolean;
}

const concerns = (collection: CollectionName, texts: readonly ReadText[]): boolean =>
  texts.some(
    ({ document, isReadable }) =>
      document !== null && !isReadable && redactions[collection]?.concerns(document) === true,
  );

/** As many documents are redacted in one turn of the event loop: about a millisecond. */
const sliceSize = 50;

/** Documents that were read as JSON text, as this person may read them (A76). */
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
 * The person as a reader, to be looked at after the documents were: whoever moves to another organisation reads other
 * figures and gets all of them anew. So what was read before such a move, and would be redacted by rights from before it,
 * comes again.
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

/** Documents that were read from the change log before, as this person may read them now. */
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
