import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `alter table commands add column received_at text`,
  `update commands set received_at = to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  `alter table commands alter column received_at set not null`,
  `create index commands_waiting on commands (received_at) where is_waiting`,
];

/** Since when a command has waited for an earlier one of its device: that wait is limited. */
export const waitingCommands = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
