import type { Finished } from "./finished.ts";
import { finished } from "./finished.ts";
import { programFile } from "./program.ts";

/** `npm run found`, on the data folder that `args` name. */
export const runFound = (args: readonly string[]): Promise<Finished> => {
  const { DATABASE_URL: _database, PUBLIC_URL: _address, ...env } = process.env;
  return finished(process.execPath, [programFile("server/programs/found/main.ts"), ...args], { env });
};
