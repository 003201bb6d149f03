import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `create table webhook_endpoints (
    id text primary key,
    tenant_id text not null references tenants,
    organisation_id text not null references organisations,
    document jsonb not null,
    secrets jsonb not null
  )`,
  `create index webhook_endpoints_of_organisation on webhook_endpoints (organisation_id)`,
  `create table webhook_deliveries (
    id text primary key,
    endpoint_id text not null references webhook_endpoints on delete cascade,
    cause text not null,
    state text not null,
    created_at text not null,
    document jsonb not null,
    unique (endpoint_id, cause)
  )`,
  `create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id, created_at desc, id)`,
];

/** Where organisations receive messages about their orders, and what became of each message. */
export const webhooks = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
