import { setImmediate as nextTurn } from "node:timers/promises";

import type { CollectionName } from "#shared/contract/protocol.ts";

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

/** As many documents are redacted in one turn of the event loop: about a millisecond. */
const sliceSize = 50;

/**
 * Documents that were read from the change log as JSON text, as this person may read them (A76); `null` for one that left.
 * Whoever moves to another organisation reads other figures and gets all of them anew. So the person is looked at after
 * the documents were: what was read before such a move, and would be redacted by rights from before it, comes again.
 */
export const readableTexts = async (
  db: Database,
  collection: CollectionName,
  texts: readonly (string | null)[],
  person: Reader,
): Promise<(string | null)[]> => {
  const redaction = redactions[collection];
  if (redaction === undefined || !texts.some((text) => text !== null && redaction.concerns(text))) return [...texts];
  const now = await db
    .selectFrom("people")
    .select("organisation_id")
    .where("id", "=", person.id)
    .executeTakeFirstOrThrow();
  const reader: Reader = { id: person.id, organisationId: now.organisation_id };
  const readable: (string | null)[] = [];
  for (const text of texts) {
    if (readable.length > 0 && readable.length % sliceSize === 0) await nextTurn();
    readable.push(text && redaction.textFor(text, reader));
  }
  return readable;
};
