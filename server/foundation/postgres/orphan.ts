import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import pg from "pg";

import { becomeOwner } from "./owner.ts";

const run = promisify(execFile);

/** What `postmaster.pid` says: the process, and the port that it listens on. */
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

/** The command line of a process; empty when it is gone. Slim Linux images have no `ps`. */
const commandLine = (pid: number): Promise<string> =>
  platform() === "linux"
    ? readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
    : run("ps", ["-ww", "-o", "args=", "-p", String(pid)]).then(
        ({ stdout }) => stdout,
        () => "",
      );

/** Whether the process is the PostgreSQL of this folder, and not one that got the same number after a restart. */
const isPostgresOf = async (pid: number, dataFolder: string): Promise<boolean> => {
  if (!isAlive(pid)) return false;
  if (platform() === "win32") return true;
  const command = await commandLine(pid);
  return command.includes("postgres") && command.includes(dataFolder);
};

/** Another server, that runs, holds the data folder. @internal */
export class ClusterInUse extends Error {
  constructor(dataFolder: string) {
    super(`Another Countersign server uses ${dataFolder}. Stop it, or choose another folder with --data.`);
  }
}

/** PostgreSQL's codes. */
const startingOrStopping = "57P03";
const tooManyClients = "53300";

const isFree = async (port: number, password: string): Promise<boolean> => {
  try {
    const owner = await becomeOwner({ port, password });
    await owner?.end();
    return owner !== undefined;
  } catch (error) {
    // It runs but accepts no connection: it is starting or stopping, and nobody can be using it.
    if (!(error instanceof pg.DatabaseError) || error.code === startingOrStopping) return true;
    if (error.code === tooManyClients) return false;
    throw error;
  }
};

/**
 * Where the PostgreSQL of a living server listens, for somebody who only visits; `undefined` when no server holds the
 * folder.
 */
export const heldPort = async (dataFolder: string, password: string): Promise<number | undefined> => {
  const file = await readPidFile(join(dataFolder, "postmaster.pid"));
  if (file === undefined || !(await isPostgresOf(file.pid, dataFolder))) return undefined;
  return (await isFree(file.port, password)) ? undefined : file.port;
};

/**
 * Clears what a killed server left behind: a PostgreSQL that still runs is stopped in order, the pid file of one that
 * is gone is removed (its number may belong to another process by now, which would keep PostgreSQL from starting).
 * @throws ClusterInUse when a living server holds the cluster; DatabaseError when it refuses who asks, and is left running.
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
