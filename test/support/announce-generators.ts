import type { TestProject } from "vitest/node";

import { generatorsOf } from "./generators.ts";

/** Prints the seed of the random tests once in each run, and again when a test has failed. */
export const setup = ({ config, vitest }: TestProject): (() => void) => {
  const { seed, cases } = generatorsOf(config.env);
  const run = `${cases} cases from seed ${seed}`;
  console.log(`Random tests: ${run}`);
  return () => {
    if (vitest.state.getCountOfFailedTests() > 0)
      console.log(`Random tests had ${run}. Again: SEED=${seed} CASES=${cases} npm run test:unit -- PATH`);
  };
};
