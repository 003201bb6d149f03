import type pg from "pg";

import type { BackupHead, BackupSection } from "./file-format.ts";

const rowsOf = async <Row extends object>(client: pg.ClientBase, text: string, values: unknown[] = []) =>
  (await client.query<Row>(text, values)).rows;

/** Kysely's bookkeeping of migrations, which a restore creates again. */
const bookkeeping = "kysely\\_%";

/** The tables of the schema, each after those that its rows refer to, so that they can be filled in this order. */
export const tablesOf = async (client: pg.ClientBase): Promise<BackupSection[]> => {
  const tables = await rowsOf<{ table: string; columns: string[]; needs: string[] }>(
    client,
    `select c.relname as table,
      (select array_agg(attname::text order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      array(select distinct f.relname::text from pg_constraint r join pg_class f on f.oid = r.confrelid
        where r.conrelid = c.oid and r.contype = 'f' and r.confrelid <> c.oid) as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like $1
    order by c.relname`,
    [bookkeeping],
  );
  const ordered: BackupSection[] = [];
  const isPlaced = (name: string): boolean => ordered.some(({ table }) => table === name);
  for (let left = tables; left.length > 0; left = left.filter(({ table }) => !isPlaced(table))) {
    const ready = left.filter(({ needs }) => needs.every(isPlaced));
    if (ready.length === 0)
      throw new Error("Tables refer to each other in a circle; they cannot be filled in any order");
    ordered.push(...ready.map(({ table, columns }) => ({ table, columns })));
  }
  return ordered;
};

/** The last number of each sequence, including those of identity columns. */
export const sequencesOf = (client: pg.ClientBase): Promise<BackupHead["sequences"]> =>
  rowsOf(
    client,
    `select sequencename as name, last_value::float8 as last from pg_sequences where schemaname = 'public' order by 1`,
  );

/** A table with rows, if there is one. Empty tables are allowed: an interrupted restore leaves them. */
export const filledTable = async (client: pg.ClientBase): Promise<string | undefined> => {
  const tables = await rowsOf<{ name: string }>(
    client,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') and tablename not like $1
      and (schemaname <> 'pgboss' or tablename = 'job')
    order by 1`,
    [bookkeeping],
  );
  for (const { name } of tables) if ((await rowsOf(client, `select from ${name} limit 1`)).length > 0) return name;
  return undefined;
};

/** The migrations of the database, in their order; none if it was never used. */
export const schemaOf = async (client: pg.ClientBase): Promise<string[]> => {
  const [kept] = await rowsOf<{ exists: boolean }>(
    client,
    `select to_regclass('public.kysely_migration') is not null as exists`,
  );
  if (kept?.exists !== true) return [];
  return (await rowsOf<{ name: string }>(client, `select name from kysely_migration order by name`)).map(
    ({ name }) => name,
  );
};
