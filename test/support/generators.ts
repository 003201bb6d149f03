import { randomInt } from "node:crypto";

/** What the random tests of one run share. */
export interface Generators {
  readonly seed: number;
  /** How many each test makes of its case: a value, a walk, a request, a step. */
  readonly cases: number;
}

/** In the gate. The long run makes more. */
export const usualCases = 200;

const numberIn = (name: string, text: string, least: number): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least) throw new Error(`${name}=${text} is no number from ${least} on`);
  return number;
};

/** As `SEED` and `CASES` say; without a seed, another one in each run. @throws Error where one is no number. */
export const generatorsOf = ({ SEED, CASES }: NodeJS.ProcessEnv): Generators => ({
  seed: SEED === undefined ? randomInt(1_000_000) : numberIn("SEED", SEED, 0),
  cases: CASES === undefined ? usualCases : numberIn("CASES", CASES, 1),
});

/** What hands them on to the processes that the tests run in. */
export const environmentOf = ({ seed, cases }: Generators): { readonly SEED: string; readonly CASES: string } => ({
  SEED: String(seed),
  CASES: String(cases),
});
