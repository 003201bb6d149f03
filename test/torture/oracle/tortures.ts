import { seededRandom } from "@countersign/server/demo/random.ts";

import type { Torture } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import type { Mutation } from "./laboratory.ts";
import { Laboratory } from "./laboratory.ts";
import { runSteps } from "./run.ts";
import { shrink } from "./shrink.ts";
import type { Step } from "./steps.ts";
import { randomSteps } from "./steps.ts";

export const stepsPerRun = 40;

/** The random trace of a seed. */
export const stepsOf = (seed: number): Step[] => randomSteps(seededRandom(seed), stepsPerRun);

/** The finding of a trace, or `undefined`. Any other error is a fault of the run itself and is thrown. */
export const findingOf = async (
  laboratory: Laboratory,
  steps: readonly Step[],
  mutate?: Mutation,
): Promise<Finding | undefined> => {
  try {
    await runSteps(laboratory, steps, mutate);
    return undefined;
  } catch (error) {
    if (error instanceof Finding) return error;
    throw error;
  }
};

let opened: Promise<Laboratory> | undefined;

/** One for all runs of a process; it is closed when nothing is left to do. */
const laboratory = (): Promise<Laboratory> => {
  opened ??= Laboratory.open();
  return opened;
};

const run = async ({ seed }: { readonly seed: number }): Promise<void> => {
  const open = await laboratory();
  const steps = stepsOf(seed);
  const finding = await findingOf(open, steps);
  if (finding === undefined) return;
  const shortest = await shrink(steps, async (shorter) => (await findingOf(open, shorter)) !== undefined);
  throw new Finding(`${finding.message}\nThe shortest trace that shows it:\n${JSON.stringify(shortest, undefined, 1)}`);
};

export const tortures: readonly Torture[] = [
  {
    name: "oracle.replication",
    run,
    close: async () => {
      await (await opened)?.close();
      opened = undefined;
    },
  },
];
