import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `create table api_keys (
    id text primary key,
    tenant_id text not null references tenants,
    organisation_id text collate "C" not null references organisations,
    person_id text collate "C" not null references people,
    hash text not null unique,
    last_used_at text,
    revoked_at text,
    document jsonb not null
  )`,
  `create index on api_keys (organisation_id)`,
  `create table idempotency_keys (
    caller text not null,
    key text not null,
    fingerprint text not null,
    command_id text not null,
    created_at text not null,
    answer jsonb,
    primary key (caller, key)
  )`,
  `create index on idempotency_keys (created_at)`,
];

/** API keys of organisations, and the answers to requests that may be repeated. */
export const api = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
