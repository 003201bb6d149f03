import { sql } from "kysely";

import type { Database } from "#server/foundation/db/database.ts";

/**
 * Does `work` while every request with an idempotency key finds, as soon as it adds to `table`, that its repetition has
 * been answered.
 */
export const answeredMeanwhile = async <Result>(
  db: Database,
  table: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  const answer = JSON.stringify({ status: 200, type: "application/json", body: "{}" });
  await sql`create function answer_meanwhile() returns trigger language plpgsql as $$
    begin update idempotency_keys set answer = ${sql.lit(answer)} where answer is null; return new; end $$`.execute(db);
  await sql`create trigger answer_meanwhile before insert on ${sql.table(table)}
    for each row execute function answer_meanwhile()`.execute(db);
  try {
    return await work();
  } finally {
    await sql`drop function answer_meanwhile cascade`.execute(db);
  }
};
