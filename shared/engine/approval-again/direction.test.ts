import { describe, expect, it } from "vitest";

import { directionOfTerm, termOf } from "./direction.ts";
import { day, monthly } from "./testing/terms.ts";

const year = { startAt: day("2026-01-01"), endAt: day("2027-01-01") };

describe("the term of a subscription", () => {
  it("A94 is longer where it covers time that it did not cover before, and otherwise the same or shorter", () => {
    expect(directionOfTerm(year, { ...year, endAt: day("2027-02-01") })).toBe("higher");
    expect(directionOfTerm(year, { ...year, startAt: day("2025-12-01") })).toBe("higher");
    expect(directionOfTerm(year, { startAt: year.startAt })).toBe("higher");
    expect(directionOfTerm(year, { ...year, startAt: day("2026-02-01") })).toBe("lower");
    expect(directionOfTerm(year, { ...year, endAt: day("2026-12-01") })).toBe("lower");
    expect(directionOfTerm(year, year)).toBe("sideways");
  });

  it("I15 ends at its end, or when the interval of its last execution is over, whichever comes first", () => {
    const { endAt: _, ...open } = monthly;
    expect(termOf(open)).toStrictEqual({ startAt: year.startAt });
    expect(termOf(monthly)).toStrictEqual(year);
    expect(termOf({ ...open, repetitions: 3 })).toStrictEqual({ startAt: year.startAt, endAt: day("2026-04-01") });
    expect(termOf({ ...monthly, repetitions: 3 }).endAt).toBe(day("2026-04-01"));
    expect(termOf({ ...monthly, repetitions: 24 })).toStrictEqual(year);
  });
});
