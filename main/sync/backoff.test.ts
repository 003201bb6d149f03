import { describe, expect, it } from "vitest";

import { delayAfter } from "./backoff.ts";

/** The shortest and the longest delay. */
const between = (attempt: number, seconds = 0) => [0, 1].map((random) => delayAfter(attempt, seconds, () => random));

describe("the delay before a retry", () => {
  it("doubles from half a second to half a minute, spread over its upper half", () => {
    expect([0, 1, 2, 5, 6, 7].map((attempt) => between(attempt))).toEqual([
      [250, 500],
      [500, 1_000],
      [1_000, 2_000],
      [8_000, 16_000],
      [15_000, 30_000],
      [15_000, 30_000],
    ]);
  });

  it("stays at half a minute, however often it failed", () => {
    expect([between(17), between(5_000)]).toEqual([
      [15_000, 30_000],
      [15_000, 30_000],
    ]);
  });

  it("is a whole number of milliseconds", () => {
    expect(delayAfter(0, 0, () => 0.333)).toBe(333);
  });

  it("is at least the pause that the server asked for, and a little longer", () => {
    expect(between(0, 10)).toEqual([10_250, 10_500]);
    expect(between(6, 10)).toEqual([15_000, 30_000]);
    expect(between(6, 60)).toEqual([60_250, 60_500]);
  });
});
