import type { Ended } from "#build/processes/run.ts";

import type { Lane, GatePart, GateStage } from "./stages.ts";

/** Runs a part; `isAlone` where nothing else speaks meanwhile, so that it may say at once what it has to say. */
export type RunPart = (part: GatePart, isAlone: boolean) => Promise<Ended>;

export interface GateSurroundings {
  readonly run: RunPart;
  readonly print: (text: string) => void;
  /** In milliseconds, from any beginning. */
  readonly now: () => number;
}

/** Runs all of a stage, also what follows a part that failed. @returns the scripts that failed. */
export const runStage = async ({ lanes }: GateStage, { run, print, now }: GateSurroundings): Promise<string[]> => {
  const failed: string[] = [];
  const runLane = async (lane: Lane): Promise<void> => {
    for (const part of lane) {
      const startedAt = now();
      const { isGreen, output } = await run(part, lanes.length === 1);
      const [script] = part;
      if (!isGreen) failed.push(script);
      print(output);
      print(`${isGreen ? "Passed" : "FAILED"}: ${script} (${Math.round((now() - startedAt) / 1_000)} s)\n`);
    }
  };
  await Promise.all(lanes.map(runLane));
  return failed;
};
