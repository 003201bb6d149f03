import { rename, writeFile } from "node:fs/promises";

import type { FoundCase } from "./areas.ts";
import type { Measurement } from "./measurement.ts";
import type { CaseSettings } from "./run-case.ts";
import { runCase } from "./run-case.ts";
import { tableHead, tableLine } from "./table.ts";

export interface BenchSettings extends CaseSettings {
  /** Where all measurements are kept as JSON. */
  readonly json?: string | undefined;
  /** Takes the lines of the table. */
  readonly say: (line: string) => void;
  /** Takes a line for each case that failed. */
  readonly complain: (line: string) => void;
}

/** Written beside and renamed: at any time the file is whole. */
const keep = async (path: string, measurements: readonly Measurement[]): Promise<void> => {
  await writeFile(`${path}.new`, `${JSON.stringify(measurements, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
};

/**
 * Runs the cases one after the other. The file of measurements grows with each; a case that fails keeps none of the
 * others from running.
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
