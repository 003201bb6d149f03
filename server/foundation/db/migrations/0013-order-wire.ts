import type { Kysely } from "kysely";
import { sql } from "kysely";

/** Each order also as the text that devices pull: generating it each time costs more than the rest of a pull. */
export const orderWire = async (db: Kysely<unknown>): Promise<void> => {
  await sql`alter table orders add column wire text generated always as (document::text) stored`.execute(db);
};
