import pg from "pg";

/** Port and password of the embedded database. */
export interface ClusterAccess {
  readonly port: number;
  readonly password: string;
}

const user = "countersign";

export const superuser = user;

export const urlOf = ({ port, password }: ClusterAccess): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;

/** An arbitrary number, the same in every version: the holder of this lock owns the cluster. */
const ownerLock = 7_203_114_906;

/**
 * Holds the cluster for one server process. The lock ends with the connection, so also with `kill -9`: a running cluster
 * without a holder was left behind.
 * @returns `undefined` if another server holds it.
 */
export const becomeOwner = async (access: ClusterAccess): Promise<pg.Client | undefined> => {
  const client = new pg.Client({ connectionString: urlOf(access), application_name: "countersign-owner" });
  // The database may end first, for example when the machine shuts down; then there is nothing left to hold.
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<{ isOwner: boolean }>('select pg_try_advisory_lock($1) as "isOwner"', [
    ownerLock,
  ]);
  if (rows[0]?.isOwner === true) return client;
  await client.end();
  return undefined;
};
