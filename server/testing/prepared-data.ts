import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The environment variable with the folder for prepared data folders, which a run of all tests makes beforehand. */
export const preparedData = "COUNTERSIGN_PREPARED_DATA";

/** How far a data folder is prepared: its PostgreSQL is set up, or the demo network with its 200 orders is stored too. */
export type Preparation = "postgres" | "demo";

/** Copies with owners and permissions: PostgreSQL may belong to another account. */
const copy = (from: string, to: string): Promise<unknown> =>
  process.platform === "win32" ? cp(from, to, { recursive: true }) : execute("cp", ["-a", `${from}/.`, to]);

/**
 * Makes a server's data folder, for a test that is not about the first start. It is a copy of a prepared one, which saves that
 * start's work; where none is prepared, it is empty, and the server does the work itself.
 * @returns its path
 */
export const makeDataFolder = async (path: string, preparation: Preparation): Promise<string> => {
  await mkdir(path, { recursive: true });
  const folder = process.env[preparedData];
  const prepared = folder === undefined ? undefined : join(folder, preparation);
  if (prepared !== undefined && existsSync(prepared)) await copy(prepared, path);
  return path;
};
