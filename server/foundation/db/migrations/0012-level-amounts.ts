import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  // What an order costs at the distributor's level becomes part of the order, so that each reader gets their own level's.
  `update orders set document = document || jsonb_build_object('levelAmounts', jsonb_build_array(jsonb_build_object(
      'role', 'distributor', 'total', jsonb_build_object('amountMinor', amount_minor, 'currency', currency))))
    from order_costs where order_id = orders.id`,
  `drop table order_costs`,
  // The amount in a history entry is the customer's price, which a distributor behind a reseller may not read.
  `update history set document = history.document || jsonb_build_object('resale', jsonb_build_object(
      'knownTo', jsonb_build_array(orders.document #> '{customer,organisationId}', orders.document #> '{reseller,organisationId}'),
      'amount', case when orders.document ? 'levelAmounts'
        then jsonb_build_object('known', true, 'money', orders.document #> '{levelAmounts,0,total}')
        else '{"known": false}'::jsonb end)
      || case when orders.document ? 'distributor'
        then jsonb_build_object('distributorId', orders.document #> '{distributor,organisationId}') else '{}'::jsonb end)
    from orders where orders.id = history.order_id and orders.document ? 'reseller'`,
  // Devices hold what they pulled before: a new epoch makes them pull it again.
  `update tenants set epoch = gen_random_uuid()::text`,
];

/** Every reader gets the prices of their own level (A76), also in the history. */
export const levelAmounts = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
