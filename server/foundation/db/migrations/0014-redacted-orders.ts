import type { Kysely } from "kysely";
import { sql } from "kysely";

/**
 * Instead of each order's whole text, what the distributor's people read of it, written with the order. Orders of before
 * have none until they are written again, and are read by their documents.
 */
export const redactedOrders = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table orders drop column wire,
      add column redacted text, add column redacted_for text, add column redacted_not_for jsonb,
      add column redacted_revision bigint`.execute(db);
};
