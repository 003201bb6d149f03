import { describe, expect, it } from "vitest";

import type { DateSpan } from "#shared/domain/term.ts";
import { billingPeriodSchema, calendarDateSchema, dateSpanSchema } from "#shared/domain/term.ts";

import { billingPeriodsOf } from "./cycles.ts";
import { overlap, throughDay } from "./days.ts";

const day = (text: string) => calendarDateSchema.parse(text);
const span = (from: string, until: string): DateSpan => dateSpanSchema.parse({ from, until });

const periods = (anchor: string, billingPeriod: string, from: string, until: string) =>
  billingPeriodsOf({
    anchor: day(anchor),
    billingPeriod: billingPeriodSchema.parse(billingPeriod),
    term: span(from, until),
  }).map((period) => `${period.from} ${period.until}`);

describe("billing periods", () => {
  it("A95 end with the term; none begins on the day after it", () => {
    expect(periods("2026-01-01", "P1M", "2026-01-01", "2026-03-01")).toEqual([
      "2026-01-01 2026-02-01",
      "2026-02-01 2026-03-01",
    ]);
    expect(periods("2026-01-01", "P1M", "2026-02-01", "2026-03-01")).toEqual(["2026-02-01 2026-03-01"]);
  });

  it("A95 begin on the anchor day, clamped in short months and restored after them", () => {
    expect(periods("1996-01-31", "P1M", "2026-02-10", "2026-04-01")).toEqual([
      "2026-01-31 2026-02-28",
      "2026-02-28 2026-03-31",
      "2026-03-31 2026-04-30",
    ]);
    expect(periods("1996-02-29", "P1Y", "2026-01-01", "2026-02-28")).toEqual(["2025-02-28 2026-02-28"]);
  });

  it("A95 count from an anchor long before the term or after it", () => {
    expect(periods("2036-01-31", "P1M", "2026-02-10", "2026-02-11")).toEqual(["2026-01-31 2026-02-28"]);
    expect(periods("2006-01-02", "P2W", "2026-01-06", "2026-01-07")).toEqual(["2026-01-05 2026-01-19"]);
    expect(periods("2046-01-15", "P2W", "2026-01-06", "2026-01-07")).toHaveLength(1);
  });
});

describe("days", () => {
  it("A95 through a last day end where the next day begins", () => {
    expect(throughDay(day("2028-02-01"), day("2028-02-29"))).toEqual(span("2028-02-01", "2028-03-01"));
  });

  it("A95 are shared by two spans, or none when one begins where the other ends", () => {
    const january = span("2026-01-01", "2026-02-01");
    expect(overlap(january, span("2026-01-31", "2026-03-01"))).toEqual(span("2026-01-31", "2026-02-01"));
    expect(overlap(january, span("2026-02-01", "2026-03-01"))).toBeUndefined();
  });
});
