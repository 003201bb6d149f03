import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";

import { createLog } from "@countersign/server/foundation/log/log.ts";
import { startCluster } from "@countersign/server/foundation/postgres/cluster.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import type { FoundCase } from "./areas.ts";
import type { Measurement } from "./measurement.ts";

/** What the process of a case tells. */
export type CaseMessage = { readonly measurement: Measurement } | { readonly failure: string };

export interface CaseSettings {
  /** How much of the full measurement is made; 1 for all of it. */
  readonly part: number;
  /** How long a case may take, in milliseconds: one that hangs keeps the others from nothing. */
  readonly limit: number;
  /** Ends the case when somebody has had enough. */
  readonly stop: AbortSignal;
}

const program = join(import.meta.dirname, "case-program.ts");

/** Ends every process of the group; nothing when all have ended already. */
const endGroup = (leader: number | undefined): void => {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

/** PostgreSQL leaves the process group of its starter. What a case did not stop is taken over, and stopped in order. */
const endPostgres = async (folder: string): Promise<void> => {
  for (const file of globSync("**/postmaster.pid", { cwd: folder })) {
    const cluster = await startCluster(join(folder, dirname(dirname(file))), createLog("silent"));
    await cluster.stop();
  }
};

/**
 * Runs a case in a process of its own, so that no case is measured with what another left in memory, and whatever
 * becomes of it, the others go on. Gives each measurement to `onMeasurement` as it is made. Nothing that the case started
 * is left afterwards, neither processes nor files.
 * @returns why it failed, if it did.
 */
export const runCase = async (
  { name, areaFile }: FoundCase,
  { part, limit, stop }: CaseSettings,
  onMeasurement: (measurement: Measurement) => void,
): Promise<string | undefined> => {
  await using folder = await temporaryFolder();
  const child = spawn(process.execPath, [program, areaFile, name, String(part)], {
    // What a case prints is no line of the table. Numbers arrive as they are, those that JSON does not know as well.
    stdio: ["ignore", process.stderr, process.stderr, "ipc"],
    serialization: "advanced",
    detached: true,
    env: { ...process.env, TMPDIR: folder.path },
  });
  let failure: string | undefined;
  child.on("message", (message: CaseMessage) => {
    if ("failure" in message) ({ failure } = message);
    else onMeasurement(message.measurement);
  });
  const time = AbortSignal.timeout(limit);
  const end = AbortSignal.any([stop, time]);
  end.addEventListener("abort", () => endGroup(child.pid));
  await Promise.all([once(child, "exit"), once(child, "disconnect")]);
  endGroup(child.pid);
  await endPostgres(folder.path);
  if (stop.aborted) return "it was stopped";
  if (time.aborted) return `it took longer than ${limit / 1_000} s`;
  return child.exitCode === 0 ? failure : (failure ?? `its process ended with ${child.signalCode ?? child.exitCode}`);
};
