import type pg from "pg";

import type { IdSource } from "#shared/domain/ids.ts";

/**
 * So many order numbers are passed over: those that were given after the backup are known outside (to an ERP, in a
 * mail), and no other order may get one of them.
 */
const passedNumbers = 10_000;

/**
 * Begins a new life of data that went back in time: each tenant gets a new epoch, so that devices pull everything again
 * and push their commands again, which executes those that the data does not know any more.
 */
export const beginNewLife = async (client: pg.ClientBase, ids: IdSource): Promise<void> => {
  const { rows: tenants } = await client.query<{ id: string }>("select id from tenants order by id");
  for (const { id } of tenants) await client.query("update tenants set epoch = $1 where id = $2", [ids.next(), id]);
  await client.query(`select setval('order_numbers', last_value + $1) from order_numbers`, [passedNumbers]);
};
