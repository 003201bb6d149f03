import { describe, expect, it } from "vitest";

import { directionOfTerm, termOf } from "./direction.ts";
import { day, monthly } from "./testing/terms.ts";

const year = { startsAt: day("2026-01-01"), endsAt: day("2027-01-01") };

describe("the term of a subscription", () => {
  it("A94 is longer if it covers time that it did not cover before, and otherwise the same or shorter", () => {
    expect(directionOfTerm(year, { ...year, endsAt: day("2027-02-01") })).toBe("higher");
    expect(directionOfTerm(year, { ...year, startsAt: day("2025-12-01") })).toBe("higher");
    expect(directionOfTerm(year, { startsAt: year.startsAt })).toBe("higher");
    expect(directionOfTerm(year, { ...year, startsAt: day("2026-02-01") })).toBe("lower");
    expect(directionOfTerm(year, { ...year, endsAt: day("2026-12-01") })).toBe("lower");
    expect(directionOfTerm(year, year)).toBe("sideways");
  });

  it("I15 ends at its end, or when the interval of its last execution is over, whichever comes first", () => {
    const { endsAt: _, ...open } = monthly;
    expect(termOf(open)).toStrictEqual({ startsAt: year.startsAt });
    expect(termOf(monthly)).toStrictEqual(year);
    expect(termOf({ ...open, repetitions: 3 })).toStrictEqual({ startsAt: year.startsAt, endsAt: day("2026-04-01") });
    expect(termOf({ ...monthly, repetitions: 3 }).endsAt).toBe(day("2026-04-01"));
    expect(termOf({ ...monthly, repetitions: 24 })).toStrictEqual(year);
  });
});
