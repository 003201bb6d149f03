import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The system user that PostgreSQL runs as. PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const userName = "postgres";

const idOf = async (flag: "-u" | "-g"): Promise<number> => Number((await run("id", [flag, userName])).stdout.trim());

const isKnown = (): Promise<boolean> =>
  run("id", [userName]).then(
    () => true,
    () => false,
  );

/** The account to switch to, created if missing; `undefined` if the server does not run as root. */
export const postgresAccount = async (): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  if (!(await isKnown())) {
    await run("groupadd", ["--system", "--force", userName]);
    await run("useradd", ["--system", "--gid", userName, "--no-create-home", userName]);
  }
  return { uid: await idOf("-u"), gid: await idOf("-g") };
};

/** Whether the account may enter every folder above `path`. It may not enter root's home or folders of `mktemp -d`. */
export const mayReach = async (account: Account, path: string): Promise<boolean> => {
  const folder = dirname(resolve(path));
  const { mode, uid } = await stat(folder);
  if ((mode & 0o001) === 0 && uid !== account.uid) return false;
  return dirname(folder) === folder || mayReach(account, folder);
};
