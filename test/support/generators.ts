import { randomInt } from "node:crypto";

/** The settings that all random tests of a run share. */
export interface Generators {
  readonly seed: number;
  /** How many cases each test tries: values, walks, requests, steps. */
  readonly cases: number;
}

/** The number in the gate; the long run tries more. */
export const usualCases = 200;

const numberIn = (name: string, text: string, least: number): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`${name}=${text} is not a number from ${least} on`);
  return number;
};

/** From `SEED` and `CASES`; without a seed, a different one in each run. @throws Error if one is not a number. */
export const generatorsOf = ({ SEED, CASES }: NodeJS.ProcessEnv): Generators => ({
  seed: SEED === undefined ? randomInt(1_000_000) : numberIn("SEED", SEED, 0),
  cases: CASES === undefined ? usualCases : numberIn("CASES", CASES, 1),
});

/** The environment that passes them to the test processes. */
export const environmentOf = ({ seed, cases }: Generators): { readonly SEED: string; readonly CASES: string } => ({
  SEED: String(seed),
  CASES: String(cases),
});
