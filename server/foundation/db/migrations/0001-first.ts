import type { Kysely } from "kysely";
import { sql } from "kysely";

/**
 * Document ids are compared by their bytes (`collate "C"`), so that a page of the feed continues where the last one
 * ended, whatever the database's locale. This holds in every table: an index with another collation is not used.
 */
const statements = [
  `create table tenants (
    id text primary key,
    name text not null,
    epoch text not null,
    counter bigint not null default 0,
    default_policy_id text
  )`,
  `create table organisations (
    id text collate "C" primary key,
    tenant_id text not null references tenants,
    kind text not null,
    parent_id text references organisations,
    external_id text,
    document jsonb not null,
    unique (tenant_id, external_id)
  )`,
  `create index on organisations (parent_id)`,
  `create table people (
    id text collate "C" primary key,
    tenant_id text not null references tenants,
    organisation_id text not null references organisations,
    email text not null,
    is_active boolean not null,
    demo_position integer,
    document jsonb not null,
    unique (tenant_id, email)
  )`,
  `create index on people (organisation_id)`,
  `create table policies (
    id text primary key,
    tenant_id text not null references tenants,
    organisation_id text not null unique references organisations,
    document jsonb not null
  )`,
  `create sequence order_numbers start 100001`,
  `create table orders (
    id text collate "C" primary key,
    tenant_id text not null references tenants,
    number text not null,
    revision bigint not null,
    sender_id text not null references organisations,
    source_system text not null,
    source_external_id text,
    received_at text not null,
    document jsonb not null,
    unique (tenant_id, number),
    unique (sender_id, source_system, source_external_id)
  )`,
  `create table history (
    id text collate "C" primary key,
    tenant_id text not null references tenants,
    order_id text not null references orders,
    document jsonb not null
  )`,
  `create index on history (order_id)`,
  `create table devices (
    id text primary key,
    tenant_id text not null references tenants,
    person_id text not null references people,
    last_seq bigint not null
  )`,
  `create table commands (
    id text collate "C" not null,
    person_id text not null references people,
    tenant_id text not null references tenants,
    device_id text not null,
    device_seq bigint not null,
    is_waiting boolean not null,
    document jsonb not null,
    primary key (id, person_id)
  )`,
  `create index on commands (device_id, device_seq)`,
  // No foreign keys: checking them would cost more than writing the row, and only one function writes the log.
  `create table change_log (
    tenant_id text not null,
    person_id text not null,
    collection text not null,
    document_id text collate "C" not null,
    sequence bigint not null,
    is_deleted boolean not null,
    primary key (collection, document_id, person_id)
  )`,
  `create index change_log_page on change_log (person_id, collection, sequence, document_id)`,
  `create table signing_keys (
    id text primary key,
    created_at text not null,
    private_key jsonb not null
  )`,
];

export const first = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
