import { sql } from "kysely";

import type { QuoteId } from "@countersign/shared/domain/ids.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import { runIsolated } from "#server/foundation/jobs/run-isolated.ts";
import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { replaceQuote } from "./quote-store.ts";
import { quoteAt, storedQuoteSchema } from "./quote.ts";

/** @internal */
export const expiryQueue = scheduledQueue("quote-expiry");

const everyHour = "41 * * * *";

const expire = ({ db, clock }: Services, id: QuoteId): Promise<void> =>
  inTransaction(db, async (tx) => {
    const row = await tx.selectFrom("quotes").select("document").where("id", "=", id).forUpdate().executeTakeFirst();
    const stored = row && storedQuoteSchema.parse(row.document);
    if (stored !== undefined) await replaceQuote(tx, { ...stored, quote: quoteAt(stored.quote, clock.now()) });
  });

/**
 * Records the expiry of quotes, each by itself; one that is converted meanwhile stays converted. A failure is retried at
 * the next run and stops no other quote.
 */
const expireQuotes = async (services: Services): Promise<void> => {
  const { db, clock, log } = services;
  const { rows } = await sql<{ id: QuoteId }>`
    select id from quotes where status = 'placed' and valid_until is not null and valid_until <= ${clock.now()}
    `.execute(db);
  for (const { id } of rows)
    await runIsolated(log, { about: { quoteId: id }, failure: "a quote could not expire" }, () => expire(services, id));
};

/** Registers the expiry of quotes, on schedule. */
export const registerQuotes = (services: Services): Promise<void> =>
  runOnSchedule(services.jobs, expiryQueue, everyHour, () => expireQuotes(services));
