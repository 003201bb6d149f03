import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import pg from "pg";

import { becomeOwner } from "./owner.ts";

const run = promisify(execFile);

/** From `postmaster.pid`: the process, and the port that it listens on. */
interface PidFile {
  readonly pid: number;
  readonly port: number;
}

const readPidFile = async (file: string): Promise<PidFile | undefined> => {
  const lines = await readFile(file, "utf8").then(
    (text) => text.split("\n"),
    () => [],
  );
  const [pid, , , port] = lines;
  return pid === undefined ? undefined : { pid: Number(pid), port: Number(port) };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** The command line of a process; empty if it is gone. Slim Linux images have no `ps`. */
const commandLine = (pid: number): Promise<string> =>
  platform() === "linux"
    ? readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
    : run("ps", ["-ww", "-o", "args=", "-p", String(pid)]).then(
        ({ stdout }) => stdout,
        () => "",
      );

/** Whether the process is this folder's PostgreSQL, not another one that got the same pid after a restart. */
const isPostgresOf = async (pid: number, dataFolder: string): Promise<boolean> => {
  if (!isAlive(pid)) return false;
  if (platform() === "win32") return true;
  const command = await commandLine(pid);
  return command.includes("postgres") && command.includes(dataFolder);
};

/** Another running server holds the data folder. @internal */
export class ClusterInUse extends Error {
  constructor(dataFolder: string) {
    super(`Another Countersign server uses ${dataFolder}. Stop it, or choose another folder with --data.`);
  }
}

/** PostgreSQL's code `cannot_connect_now`. */
const startingOrStopping = "57P03";
const tooManyClients = "53300";

const isFree = async (port: number, password: string): Promise<boolean> => {
  try {
    const owner = await becomeOwner({ port, password });
    await owner?.end();
    return owner !== undefined;
  } catch (error) {
    // It runs but accepts no connections: it is starting or stopping, so nobody can be using it.
    if (!(error instanceof pg.DatabaseError) || error.code === startingOrStopping) return true;
    if (error.code === tooManyClients) return false;
    throw error;
  }
};

/**
 * The port of a running server's PostgreSQL, for a program that only visits it; `undefined` if no server holds the folder.
 */
export const heldPort = async (dataFolder: string, password: string): Promise<number | undefined> => {
  const file = await readPidFile(join(dataFolder, "postmaster.pid"));
  if (file === undefined || !(await isPostgresOf(file.pid, dataFolder))) return undefined;
  return (await isFree(file.port, password)) ? undefined : file.port;
};

/**
 * Cleans up after a killed server: a PostgreSQL that still runs is shut down properly, the pid file of one that is gone
 * is removed (the pid may belong to another process by now, which would keep PostgreSQL from starting).
 * @throws ClusterInUse if a running server holds the cluster; DatabaseError if it refuses access, and is left running.
 */
export const clearOrphan = async (
  dataFolder: string,
  { password, stop }: { password: string; stop: () => Promise<void> },
): Promise<"none" | "stale" | "stopped"> => {
  const file = join(dataFolder, "postmaster.pid");
  const left = await readPidFile(file);
  if (left === undefined) return "none";
  if (!(await isPostgresOf(left.pid, dataFolder))) {
    await rm(file, { force: true });
    return "stale";
  }
  if (!(await isFree(left.port, password))) throw new ClusterInUse(dataFolder);
  await stop();
  return "stopped";
};
