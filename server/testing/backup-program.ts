import type { Finished } from "./finished.ts";
import { finished } from "./finished.ts";
import { programFile } from "./program.ts";

/** `npm run backup` or `npm run restore`, on the data folder that `args` name or on `databaseUrl`. */
export const runBackup = (args: readonly string[], databaseUrl?: string): Promise<Finished> => {
  const { DATABASE_URL: _, ...env } = process.env;
  return finished(process.execPath, [programFile("server/programs/backup/main.ts"), ...args], {
    env: { ...env, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) },
  });
};
