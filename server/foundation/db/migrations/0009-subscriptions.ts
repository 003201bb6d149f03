import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `create table subscriptions (
    id text collate "C" primary key references orders,
    tenant_id text not null references tenants,
    status text not null,
    due_at text collate "C",
    document jsonb not null
  )`,
  `create index subscriptions_due on subscriptions (due_at, id) where due_at is not null`,
  `create table subscription_orders (
    order_id text collate "C" primary key references orders,
    subscription_id text collate "C" not null references subscriptions,
    kind text not null,
    execution_at text collate "C",
    document jsonb not null
  )`,
  `create index on subscription_orders (subscription_id)`,
  // However many nodes look at the same time, no execution becomes two orders.
  `create unique index subscription_executions on subscription_orders (subscription_id, execution_at)`,
  `create table subscription_history (
    id bigint generated always as identity primary key,
    subscription_id text collate "C" not null references subscriptions,
    at text not null,
    entry jsonb not null
  )`,
  `create index on subscription_history (subscription_id, id)`,
  `create sequence quote_numbers start 100001`,
  `create table quotes (
    id text collate "C" primary key,
    tenant_id text not null references tenants,
    number text not null,
    buyer_id text collate "C" not null references people,
    status text not null,
    valid_until text collate "C",
    document jsonb not null,
    unique (tenant_id, number)
  )`,
  `create index quotes_expiring on quotes (valid_until) where status = 'placed' and valid_until is not null`,
];

/** Subscriptions, which follow a provisioned recurring order, and quotes, which precede an order. */
export const subscriptions = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
