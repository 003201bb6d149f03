import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { Log } from "#server/foundation/log/log.ts";

import { postgresAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { createCluster } from "./create-cluster.ts";
import { clearOrphan } from "./orphan.ts";
import { freePort, startOnFreePort } from "./free-port.ts";
import { becomeOwner, urlOf } from "./owner.ts";
import { keptPassword } from "./password.ts";
import { programRunner } from "./run-program.ts";

/** An embedded PostgreSQL for one server process. */
export interface Cluster {
  readonly url: string;
  stop(): Promise<void>;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Loopback only, no socket file; a backend notices a lost client within a second. */
const optionsOf = (port: number, settings: readonly string[]): string =>
  [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    "-c unix_socket_directories=",
    "-c client_connection_check_interval=1s",
    "-c logging_collector=on",
    "-c log_filename=postgresql-%a.log",
    "-c log_truncate_on_rotation=on",
    "-c log_rotation_age=1d",
    ...settings.map((setting) => `-c ${setting}`),
  ].join(" ");

/**
 * Starts PostgreSQL on `folder`/postgres, created at the first start, on a free loopback port, with further `settings`
 * (`name=value`). If another program takes the port first, it is started on another one.
 * @throws Error with PostgreSQL's output, ClusterInUse if another server holds the folder.
 */
export const startCluster = async (
  folder: string,
  log: Log,
  settings: readonly string[] = [],
  nextPort = freePort,
): Promise<Cluster> => {
  const home = resolve(folder);
  const dataFolder = join(home, "postgres");
  await mkdir(home, { recursive: true });
  const account = await postgresAccount();
  const { initdb, pgCtl } = await findBinaries();
  const run = await programRunner(account, [dataFolder, initdb]);
  const password = await keptPassword(join(home, "postgres-password"));

  const must = async (what: string, program: string, args: readonly string[]): Promise<void> => {
    const { code, output } = await run(program, args);
    if (code !== 0) throw new Error(`PostgreSQL could not ${what}: ${output}`);
  };

  const stop = (): Promise<void> => must("stop", pgCtl, ["stop", "-D", dataFolder, "-m", "fast", "-w", "-t", "60"]);

  if (await exists(dataFolder)) {
    const left = await clearOrphan(dataFolder, { password, stop });
    if (left !== "none") log.warn({ left }, "the last server did not shut down properly");
  } else {
    await createCluster(home, {
      password,
      account,
      initialise: (args) => must("set up its data folder", initdb, args),
    });
  }

  const startupLog = join(dataFolder, "startup.log");
  const { port, started } = await startOnFreePort({
    nextPort,
    startOn: async (wanted) => {
      await rm(startupLog, { force: true });
      const options = optionsOf(wanted, settings);
      return run(pgCtl, ["start", "-D", dataFolder, "-l", startupLog, "-w", "-t", "120", "-o", options]);
    },
    // If our own server is only slow, it holds the port itself.
    isOurs: () => exists(join(dataFolder, "postmaster.pid")),
  });
  if (started.code !== 0) {
    const said = await readFile(startupLog, "utf8").catch(() => "");
    throw new Error(`PostgreSQL could not start: ${started.output}\n${said}`.trim());
  }

  const owner = await becomeOwner({ port, password });
  if (owner === undefined) throw new Error("The new PostgreSQL is already held by another server.");
  log.info({ port }, "PostgreSQL runs");
  return {
    url: urlOf({ port, password }),
    stop: async () => {
      await owner.end();
      await stop();
    },
  };
};
