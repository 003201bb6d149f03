import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `create table order_events (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    order_id text collate "C" not null,
    at text not null,
    event jsonb not null,
    is_relayed boolean not null default false
  )`,
  `create index order_events_waiting on order_events (id) where not is_relayed`,
  `create index order_events_of_order on order_events (order_id, id)`,
];

/** What happened to orders, written with the change and passed on to mail, webhooks and jobs after the commit. */
export const events = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
