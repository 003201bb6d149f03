import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `create table tier_products (
    tenant_id text not null references tenants,
    vendor_id text not null,
    id text not null,
    document jsonb not null,
    primary key (tenant_id, vendor_id, id)
  )`,
  // Vendor, distributor and account are the companies' numbers on the platform, as in the document.
  `create table tier_configurations (
    id text collate "C" primary key,
    tenant_id text not null references tenants,
    vendor_id text not null,
    distributor_id text not null,
    account_id text not null,
    product_id text not null,
    revision bigint not null,
    document jsonb not null
  )`,
  `create index on tier_configurations (tenant_id, vendor_id, id)`,
  `create index on tier_configurations (tenant_id, distributor_id, id)`,
  `create index on tier_configurations (tenant_id, account_id, id)`,
  `create table tier_requests (
    id text collate "C" primary key,
    tenant_id text not null references tenants,
    configuration_id text collate "C" not null references tier_configurations,
    tier2_request_id text collate "C",
    revision bigint not null,
    document jsonb not null
  )`,
  `create index on tier_requests (configuration_id)`,
  `create index on tier_requests (tier2_request_id)`,
  `create table fulfillment_requests (
    tenant_id text not null references tenants,
    id text not null,
    revision bigint not null,
    document jsonb not null,
    primary key (tenant_id, id)
  )`,
  `create table fulfillment_tiers (
    tenant_id text not null,
    fulfillment_id text not null,
    tier_request_id text collate "C" not null,
    primary key (tenant_id, fulfillment_id, tier_request_id),
    foreign key (tenant_id, fulfillment_id) references fulfillment_requests on delete cascade
  )`,
  `create index on fulfillment_tiers (tier_request_id)`,
  // No foreign key: the events of a discarded draft are kept.
  `create table tier_events (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenants,
    subject_id text collate "C" not null,
    at text not null,
    actor jsonb not null,
    event jsonb not null
  )`,
  `create index on tier_events (tenant_id, subject_id, id)`,
];

/** Tier configurations, their requests, the fulfillment requests that wait for them, and their events. */
export const tiers = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
