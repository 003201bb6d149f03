import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { generatorsOf } from "#test/support/generators.ts";

import { Laboratory } from "./laboratory.ts";
import { forgetful, mutants } from "./mutants.ts";
import type { Step } from "./steps.ts";
import { findingOf, stepsOf, stepsPerRun } from "./tortures.ts";

const minutes = 60_000;

let laboratory: Laboratory;

beforeAll(async () => {
  laboratory = await Laboratory.open();
}, 2 * minutes);
afterAll(() => laboratory.close());

const { seed: firstSeed, cases } = generatorsOf(process.env);

const seeds = (count: number, first: number) => Array.from({ length: count }, (_, index) => first + index);

const single = (step: Step): Step[] => (step.does === "together" ? step.steps.flatMap(single) : [step]);

/** How many writes and reads happen at the same moment where a cursor is to be caught. */
const atOnce = 8;

/**
 * A change of rights numbers its own rows, so another kind of cursor would fail because of that alone. Without such
 * changes, only concurrent writes can reveal it, so that they come in crowds.
 */
const crowded = (steps: readonly Step[]): Step[] => {
  const writes = steps.flatMap(single).filter(({ does }) => does !== "change");
  return Array.from({ length: Math.ceil(writes.length / atOnce) }, (_, index) => ({
    does: "together",
    steps: writes.slice(index * atOnce, (index + 1) * atOnce),
  }));
};

const isCursor = (what: string): boolean => what === "a plain sequence" || what === "the time of the writing";

/** The short form, where a step of a trace is a case; `npm run torture -- oracle --runs 1000` is the long one. */
describe("replication, whatever devices, people and rights do", { timeout: 5 * minutes }, () => {
  it("D03 D09 A76 gives everybody exactly what they may see, and each command one verdict and one effect", async () => {
    for (const seed of seeds(Math.ceil(cases / stepsPerRun), firstSeed))
      expect([seed, await findingOf(laboratory, stepsOf(seed))]).toEqual([seed, undefined]);
  });

  it.each(Object.entries({ ...mutants, "a change that is lost": forgetful }))(
    "would fail otherwise: %s is noticed",
    async (what, mutate) => {
      let caught = 0;
      for (const seed of seeds(25, 1)) {
        if (caught > 0) break;
        const steps = isCursor(what) ? crowded(stepsOf(seed)) : stepsOf(seed);
        if ((await findingOf(laboratory, steps, mutate)) !== undefined) caught = seed;
      }
      expect(caught).toBeGreaterThan(0);
    },
  );
});
