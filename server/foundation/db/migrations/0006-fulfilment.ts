import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  // What an order costs its reseller, by the distributor's price list; without a row, the order's own total.
  `create table order_costs (
    order_id text collate "C" primary key references orders,
    amount_minor bigint not null,
    currency text not null
  )`,
  // One row per request to the gateway; without an answer, the request may or may not have been sent.
  `create table charges (
    order_id text collate "C" not null references orders,
    attempt integer not null,
    asked_at text not null,
    document jsonb not null,
    primary key (order_id, attempt)
  )`,
  `create table provisioned_items (
    order_id text collate "C" not null references orders,
    line_id text not null,
    status text not null,
    error text,
    primary key (order_id, line_id)
  )`,
  `create table delegations (
    id text primary key,
    tenant_id text not null references tenants,
    state text not null,
    valid_from text not null,
    valid_until text not null,
    delegator_id text collate "C" not null references people,
    document jsonb not null
  )`,
  `create index delegations_open on delegations (state, valid_from) where state <> 'ended'`,
  `create index orders_pending on orders (id) where document ->> 'status' = 'pending'`,
  `create index orders_committed on orders ((document #>> '{reseller,organisationId}'))
    where document ->> 'status' in ('executing', 'executed') and document ->> 'erpStatus' <> 'posted'`,
];

/** What an order needs after its approval: costs, charges, provisioned items. Also delegations. */
export const fulfilment = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
