import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `create table settings (
    tenant_id text not null references tenants,
    kind text not null,
    owner_id text collate "C" not null,
    document jsonb not null,
    primary key (tenant_id, kind, owner_id)
  )`,
  `create index settings_accounts on settings (tenant_id, (document ->> 'accountId')) where kind = 'shop-account'`,
  // A budget counts its owner's orders that were placed in its window. Instants are compared as text, by bytes.
  `create index orders_of_requester on orders
    (tenant_id, (document #>> '{requester,personId}'), (document ->> 'placedAt') collate "C")`,
  `create index orders_of_cost_centre on orders
    (tenant_id, (document #>> '{customer,organisationId}'), (document #>> '{costCentre,id}'),
      (document ->> 'placedAt') collate "C")
    where document ? 'costCentre'`,
];

/** What a plan depends on besides the policy: settings by owner, and the past orders of a budget. */
export const settings = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
