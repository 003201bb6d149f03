import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  // Only the SHA-256 of a mailed link's secret is kept.
  `create table one_time_links (
    hash text primary key,
    tenant_id text not null references tenants,
    purpose text not null,
    subject_id text collate "C" not null,
    expires_at text not null,
    used_at text,
    document jsonb not null
  )`,
  `create index on one_time_links (purpose, subject_id)`,
  `create index on one_time_links (expires_at)`,
  `create table passwords (
    person_id text collate "C" primary key references people,
    set_at text not null,
    hash text not null
  )`,
  `create table failed_sign_ins (
    address_hash text not null,
    at text not null
  )`,
  `create index on failed_sign_ins (address_hash, at)`,
];

/** Mailed links, passwords and failed sign-ins. */
export const oneTimeLinks = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
