import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";

import { createLog } from "@countersign/server/foundation/log/log.ts";
import { startCluster } from "@countersign/server/foundation/postgres/cluster.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import type { FoundCase } from "./areas.ts";
import type { Measurement } from "./measurement.ts";

/** A message from the process of a case. */
export type CaseMessage = { readonly measurement: Measurement } | { readonly failure: string };

export interface CaseSettings {
  /** Which part of the full measurement is made; 1 for all of it. */
  readonly part: number;
  /** How long a case may take, in milliseconds, so that one that hangs does not stop the others. */
  readonly limit: number;
  /** Ends the case early. */
  readonly stop: AbortSignal;
}

const program = join(import.meta.dirname, "case-program.ts");

/** Ends every process of the group, if there are any left. */
const endGroup = (leader: number | undefined): void => {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

/** PostgreSQL leaves its starter's process group. One that a case did not stop is taken over and shut down properly. */
const endPostgres = async (folder: string): Promise<void> => {
  for (const file of globSync("**/postmaster.pid", { cwd: folder })) {
    const cluster = await startCluster(join(folder, dirname(dirname(file))), createLog("silent"));
    await cluster.stop();
  }
};

/**
 * Runs a case in a separate process, so that no case is affected by what another left in memory, and none can stop the
 * others. Passes each measurement to `onMeasurement` as it is made. Afterwards, no process and no file of the case is left.
 * @returns why it failed, if it did.
 */
export const runCase = async (
  { name, areaFile }: FoundCase,
  { part, limit, stop }: CaseSettings,
  onMeasurement: (measurement: Measurement) => void,
): Promise<string | undefined> => {
  await using folder = await temporaryFolder();
  const child = spawn(process.execPath, [program, areaFile, name, String(part)], {
    // A case's output must not mix with the table. This channel passes all numbers unchanged, even those unknown to JSON.
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
