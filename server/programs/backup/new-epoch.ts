import type pg from "pg";

import type { IdSource } from "@countersign/shared/domain/ids.ts";

/**
 * How many numbers of orders and quotes are skipped: numbers given after the backup are known outside (to an ERP, in a
 * mail), and no other order or quote may get one of them.
 */
const passedNumbers = 10_000;

/** Only existing ones are changed: the schema of a backup may be older than one of them. */
const numbers = ["order_numbers", "quote_numbers"] as const;

/**
 * Begins a new epoch for data that went back in time: each tenant gets a new name for it, so that devices pull everything
 * and push all their commands again, which executes those that the data no longer knows.
 */
export const beginNewEpoch = async (client: pg.ClientBase, ids: IdSource): Promise<void> => {
  const { rows: tenants } = await client.query<{ id: string }>("select id from tenants order by id");
  for (const { id } of tenants) await client.query("update tenants set epoch = $1 where id = $2", [ids.next(), id]);
  await client.query(
    `select setval(format('public.%I', sequencename)::regclass, coalesce(last_value, 1) + $1)
    from pg_sequences where schemaname = 'public' and sequencename = any($2)`,
    [passedNumbers, numbers],
  );
};
