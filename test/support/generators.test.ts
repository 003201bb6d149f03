import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { environmentOf, generatorsOf } from "./generators.ts";

describe("the random tests of a run", () => {
  it("try two hundred cases each, different ones in each run", () => {
    expect(generatorsOf({}).cases).toBe(200);
    expect(new Set([1, 2, 3, 4].map(() => generatorsOf({}).seed)).size).toBeGreaterThan(1);
  });

  it("can be repeated, with more cases", () => {
    expect(generatorsOf({ SEED: "7", CASES: "5000" })).toEqual({ seed: 7, cases: 5_000 });
    expect(generatorsOf(environmentOf({ seed: 7, cases: 5_000 }))).toEqual({ seed: 7, cases: 5_000 });
  });

  it.each([{ SEED: "x" }, { SEED: "-1" }, { CASES: "0" }, { CASES: "1.5" }])("refuse %j", (environment) => {
    expect(() => generatorsOf(environment)).toThrow("is not a number");
  });

  it("all use these settings, whatever their file", () => {
    const { seed, cases } = generatorsOf(process.env);
    expect(fc.readConfigureGlobal()).toMatchObject({ seed, numRuns: cases });
  });
});
