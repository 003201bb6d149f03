import type { Kysely } from "kysely";
import { sql } from "kysely";

const statements = [
  `create table mails (
    id text primary key,
    tenant_id text not null references tenants,
    person_id text collate "C" not null,
    cause text not null,
    state text not null,
    created_at text not null,
    document jsonb not null,
    unique (person_id, cause)
  )`,
  `create index mails_queued on mails (created_at) where state = 'queued'`,
];

/** Every mail once per person and cause, with what became of it. */
export const mail = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
