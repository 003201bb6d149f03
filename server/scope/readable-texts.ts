import { setImmediate as nextTurn } from "node:timers/promises";

import type { CompiledQuery } from "kysely";

import type { CollectionName } from "#shared/contract/protocol.ts";
import type { OrganisationId, PersonId } from "#shared/domain/ids.ts";

import type { Database } from "#server/db/database.ts";

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

const concerns = (collection: CollectionName, texts: readonly (string | null)[]): boolean =>
  texts.some((text) => text !== null && redactions[collection]?.concerns(text) === true);

/** As many documents are redacted in one turn of the event loop: about a millisecond. */
const sliceSize = 50;

/** Documents that were read as JSON text, as this person may read them (A76); `null` for one that left. */
export const redactTexts = async (
  collection: CollectionName,
  texts: readonly (string | null)[],
  reader: Reader,
): Promise<(string | null)[]> => {
  const redaction = redactions[collection];
  if (redaction === undefined) return [...texts];
  const readable: (string | null)[] = [];
  for (const text of texts) {
    if (readable.length > 0 && readable.length % sliceSize === 0) await nextTurn();
    readable.push(text && redaction.textFor(text, reader));
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
  texts: readonly (string | null)[],
  person: Reader,
): Promise<(string | null)[]> => {
  if (!concerns(collection, texts)) return [...texts];
  const [reader] = (await db.executeQuery(readerNow(db, person.id))).rows;
  if (reader === undefined) throw new Error("The reader does not exist");
  return redactTexts(collection, texts, reader);
};
