import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { Log } from "#server/foundation/log/log.ts";

import type { Cluster } from "./cluster.ts";
import { startCluster } from "./cluster.ts";
import { heldPort } from "./orphan.ts";
import { urlOf } from "./owner.ts";
import { keptPassword } from "./password.ts";

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * The PostgreSQL of a server's data folder: shared with that server if it is running, otherwise started for the visit.
 * @returns `undefined` if the folder has none.
 */
export const visitCluster = async (folder: string, log: Log): Promise<Cluster | undefined> => {
  const home = resolve(folder);
  const dataFolder = join(home, "postgres");
  if (!(await exists(dataFolder))) return undefined;
  const password = await keptPassword(join(home, "postgres-password"));
  const port = await heldPort(dataFolder, password);
  if (port === undefined) return startCluster(folder, log);
  return { url: urlOf({ port, password }), stop: () => Promise.resolve() };
};
