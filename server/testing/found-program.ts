import { resolve } from "node:path";

import type { Finished } from "./finished.ts";
import { finished } from "./finished.ts";

const script = resolve(import.meta.dirname, "../programs/found/main.ts");

/** `npm run found`, on the data folder that `args` name. */
export const runFound = (args: readonly string[]): Promise<Finished> => {
  const { DATABASE_URL: _database, PUBLIC_URL: _address, ...env } = process.env;
  return finished(process.execPath, [script, ...args], { env });
};
