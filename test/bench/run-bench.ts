import { rename, writeFile } from "node:fs/promises";

import type { FoundCase } from "./areas.ts";
import type { Measurement } from "./measurement.ts";
import type { CaseSettings } from "./run-case.ts";
import { runCase } from "./run-case.ts";
import { tableHead, tableLine } from "./table.ts";

export interface BenchSettings extends CaseSettings {
  /** The file for all measurements as JSON. */
  readonly json?: string | undefined;
  /** Receives the lines of the table. */
  readonly say: (line: string) => void;
  /** Receives a line for each failed case. */
  readonly complain: (line: string) => void;
}

/** Writes to another file and renames it, so that the file is complete at any time. */
const keep = async (path: string, measurements: readonly Measurement[]): Promise<void> => {
  await writeFile(`${path}.new`, `${JSON.stringify(measurements, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
};

/**
 * Runs the cases one after the other. The file of measurements grows with each; a failed case does not stop the others.
 * @returns how many failed.
 */
export const runBench = async (cases: readonly FoundCase[], settings: BenchSettings): Promise<number> => {
  const { json, say, complain, stop } = settings;
  const measurements: Measurement[] = [];
  let failures = 0;
  say(tableHead);
  for (const benchCase of cases) {
    if (stop.aborted) break;
    const failure = await runCase(benchCase, settings, (measurement) => {
      measurements.push(measurement);
      say(tableLine(measurement));
    });
    if (json !== undefined) await keep(json, measurements);
    if (failure === undefined) continue;
    failures += 1;
    complain(`${benchCase.name} failed: ${failure}`);
  }
  return failures;
};
