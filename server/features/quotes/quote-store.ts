import { sql } from "kysely";
import type { z } from "zod";

import type { QuoteDocument, quoteQuerySchema, quotePageSchema } from "@countersign/shared/contract/api/quotes.ts";
import type { PersonId, QuoteId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { QuoteStatus } from "@countersign/shared/engine/quotes/quote-life-cycle.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { rolesThatSee } from "#server/records/visibility/audience.ts";

import type { StoredQuote } from "./quote.ts";
import { quoteAt, readableQuote, storedQuoteSchema } from "./quote.ts";

interface QuoteTable {
  id: QuoteId;
  tenant_id: string;
  number: string;
  buyer_id: PersonId;
  status: QuoteStatus;
  valid_until: Instant | null;
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    quotes: QuoteTable;
  }
}

export const nextQuoteNumber = async (tx: Tx): Promise<string> => {
  const { rows } = await sql<{ next: number }>`select nextval('quote_numbers') as next`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("The sequence of quote numbers returned none");
  return `Q-${row.next}`;
};

export const insertQuote = async (tx: Tx, tenantId: string, stored: StoredQuote): Promise<void> => {
  const { id, number, buyer, status, validUntil } = stored.quote;
  await tx
    .insertInto("quotes")
    .values({
      id,
      tenant_id: tenantId,
      number,
      buyer_id: buyer.personId,
      status,
      valid_until: validUntil ?? null,
      document: JSON.stringify(stored),
    })
    .execute();
};

/** Replaces a locked quote. */
export const replaceQuote = async (tx: Tx, stored: StoredQuote): Promise<void> => {
  const { id, status } = stored.quote;
  await tx
    .updateTable("quotes")
    .set({ status, document: JSON.stringify(stored) })
    .where("id", "=", id)
    .execute();
};

/**
 * A quote is visible to its buyer, to the roles that see the buyer's orders without being asked, and to the authorizers
 * of the buyer's limits.
 */
const seenBy = ({ id, organisationId, roles }: Person) => {
  const sides = (["customer", "reseller", "distributor"] as const).filter((side) =>
    rolesThatSee[side].some((role) => roles.includes(role)),
  );
  const bySide = sides.map(
    (side) => sql`or quotes.document #>> ${sql.lit(`{quote,${side},organisationId}`)} = ${organisationId}`,
  );
  const limits = JSON.stringify({ budget: { limits: [{ authorizers: [id] }] } });
  return sql<boolean>`(quotes.buyer_id = ${id} ${sql.join(bySide, sql` `)} or exists (
    select 1 from settings where settings.tenant_id = quotes.tenant_id and kind = 'shop-account'
      and owner_id = quotes.buyer_id and settings.document @> ${limits}::jsonb))`;
};

const visible = (db: Database | Tx, { person, tenantId }: Actor) =>
  db.selectFrom("quotes").select("document").where("tenant_id", "=", tenantId).where(seenBy(person));

/** The current quote; `undefined` for one that the person may not see. */
export const findQuote = async (
  { db, clock }: Pick<Services, "db" | "clock">,
  actor: Actor,
  id: string,
): Promise<QuoteDocument | undefined> => {
  const row = await visible(db, actor)
    .where("id", "=", id as QuoteId)
    .executeTakeFirst();
  return row && readableQuote(quoteAt(storedQuoteSchema.parse(row.document).quote, clock.now()), actor.person);
};

/** The current quote, locked until the end of the transaction. One that the person may not see is not found. */
export const lockQuote = async (
  tx: Tx,
  actor: Actor,
  id: QuoteId,
  now: Instant,
): Promise<Result<StoredQuote, Refusal<"not-found">>> => {
  const row = await visible(tx, actor).where("id", "=", id).forUpdate().executeTakeFirst();
  if (row === undefined) return refuse("not-found");
  const stored = storedQuoteSchema.parse(row.document);
  return ok({ ...stored, quote: quoteAt(stored.quote, now) });
};

export const quotesFor = async (
  { db, clock }: Pick<Services, "db" | "clock">,
  actor: Actor,
  { status, after, limit }: z.output<typeof quoteQuerySchema>,
): Promise<z.infer<typeof quotePageSchema>> => {
  let query = visible(db, actor)
    .orderBy("id")
    .limit(limit + 1);
  if (status !== undefined) query = query.where("status", "=", status);
  if (after !== undefined) query = query.where("id", ">", after);
  const rows = await query.execute();
  const now = clock.now();
  const quotes = rows
    .slice(0, limit)
    .map(({ document }) => readableQuote(quoteAt(storedQuoteSchema.parse(document).quote, now), actor.person));
  const last = quotes.at(-1);
  return { quotes, ...(rows.length > limit && last !== undefined ? { next: last.id } : {}) };
};
