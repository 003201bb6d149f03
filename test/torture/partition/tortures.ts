import type { Torture, TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import { Databases } from "./databases.ts";
import { mutants } from "./mutants.ts";
import type { Run } from "./run.ts";
import { runPartition } from "./run.ts";

const stepsPerRun = 60;

let opened: Promise<Databases> | undefined;

const run = async (one: Run): Promise<void> => {
  opened ??= Databases.open();
  await runPartition(await opened, one);
};

const close = async (): Promise<void> => {
  const databases = await opened;
  opened = undefined;
  await databases?.close();
};

/** A few steps, for the tests that run each time. */
export const shortRun = (seed: number): Promise<void> => run({ seed, steps: 25 });

/** Within how many seeds a mutant must be noticed. */
const chances = 6;

const isNoticed = async (what: string, firstSeed: number): Promise<boolean> => {
  for (let seed = firstSeed; seed < firstSeed + chances; seed += 1) {
    try {
      await run({ seed, steps: stepsPerRun, mutant: mutants[what]! });
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      console.log(`partition: ${what} was noticed at seed ${seed}: ${error.message.split("\n")[0]?.slice(0, 200)}`);
      return true;
    }
  }
  return false;
};

/** Breaks the real programs in one place, a different one for each seed, and checks that this is noticed. */
const noticesMutant = async ({ seed }: TortureRun): Promise<void> => {
  const names = Object.keys(mutants);
  const what = names[seed % names.length]!;
  if (!(await isNoticed(what, seed))) throw new Finding(`${what} went unnoticed`);
};

export const tortures: readonly Torture[] = [
  { name: "partition.three-nodes", run: ({ seed }) => run({ seed, steps: stepsPerRun }), close },
  { name: "partition-mutants", run: noticesMutant, close },
];
