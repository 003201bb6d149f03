import type { Kysely } from "kysely";
import { sql } from "kysely";

/**
 * Instead of each order's whole text, the distributor's people's version of it, written with the order. Existing orders
 * have none until they are written again; until then their documents are redacted.
 */
export const redactedOrders = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table orders drop column wire,
      add column redacted text, add column redacted_for text, add column redacted_not_for jsonb,
      add column redacted_revision bigint`.execute(db);
};
