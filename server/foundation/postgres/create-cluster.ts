import { chown, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import type { Account } from "./account.ts";
import { superuser } from "./owner.ts";
import { withPasswordFile } from "./password.ts";

interface NewCluster {
  readonly password: string;
  /** Who owns the files, if PostgreSQL does not run as the user of this process. */
  readonly account: Account | undefined;
  /** Runs `initdb` with these arguments. */
  readonly initialise: (args: readonly string[]) => Promise<void>;
}

/**
 * Creates the cluster of a first start in `home`/postgres. It is made aside and renamed when complete, so that an interrupted
 * first start leaves no incomplete cluster.
 */
export const createCluster = async (home: string, { password, account, initialise }: NewCluster): Promise<void> => {
  const fresh = join(home, "postgres.new");
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (account !== undefined) await chown(fresh, account.uid, account.gid);
  const file = join(home, "postgres-password.new");
  await withPasswordFile({ file, password, account }, (pwfile) =>
    initialise([
      `--pgdata=${fresh}`,
      `--username=${superuser}`,
      `--pwfile=${pwfile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
    ]),
  );
  await rename(fresh, join(home, "postgres"));
};
