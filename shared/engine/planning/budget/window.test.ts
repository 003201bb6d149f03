import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Budget, BudgetTerm } from "#shared/domain/budget.ts";
import { budgetSchema, budgetSettingsSchema } from "#shared/domain/budget.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { instantFromMillis } from "#shared/domain/instant.ts";

import { budget, euros, instant } from "./testing/orders.ts";
import { isWithin, windowAt } from "./window.ts";

const windowOf = (term: BudgetTerm, at: string, timeZone = "UTC") => {
  const window = windowAt(budget({ term, timeZone }), instant(at));
  return window && [window.startsAt, window.endsAt].map((end) => end?.replace(":00.000Z", ""));
};

describe("the window of a budget", () => {
  it.each([
    ["weekly", "2026-11-16T00:00", "2026-11-23T00:00"],
    ["monthly", "2026-11-01T00:00", "2026-12-01T00:00"],
    ["quarterly", "2026-10-01T00:00", "2027-01-01T00:00"],
    ["half-yearly", "2026-07-01T00:00", "2027-01-01T00:00"],
    ["yearly", "2026-01-01T00:00", "2027-01-01T00:00"],
  ] as const)("I25 %s: the calendar's own", (period, from, to) => {
    expect(windowOf({ period }, "2026-11-21T10:00:00Z")).toEqual([from, to]);
  });

  it("I25 a week starts on Monday, even across the turn of the year", () => {
    expect(windowOf({ period: "weekly" }, "2026-11-23T00:00:00Z")?.[0]).toBe("2026-11-23T00:00");
    expect(windowOf({ period: "weekly" }, "2026-11-22T23:59:59.999Z")?.[0]).toBe("2026-11-16T00:00");
    expect(windowOf({ period: "weekly" }, "2027-01-01T12:00:00Z")).toEqual(["2026-12-28T00:00", "2027-01-04T00:00"]);
  });

  it.each([
    ["2026-03-31T23:00:00Z", "2026-01-01T00:00", "2026-01-01T00:00"],
    ["2026-04-01T00:00:00Z", "2026-04-01T00:00", "2026-01-01T00:00"],
    ["2026-07-01T00:00:00Z", "2026-07-01T00:00", "2026-07-01T00:00"],
    ["2026-12-31T23:59:59Z", "2026-10-01T00:00", "2026-07-01T00:00"],
  ])("I25 %s is in the quarter from %s and the half-year from %s", (at, quarter, half) => {
    expect(windowOf({ period: "quarterly" }, at)?.[0]).toBe(quarter);
    expect(windowOf({ period: "half-yearly" }, at)?.[0]).toBe(half);
  });

  it("I25 begins at midnight in the budget's time zone, over daylight saving too", () => {
    const term = { period: "monthly" } as const;
    expect(windowOf(term, "2026-10-31T23:00:00Z", "Europe/Berlin")).toEqual(["2026-10-31T23:00", "2026-11-30T23:00"]);
    expect(windowOf(term, "2026-10-31T22:59:00Z", "Europe/Berlin")).toEqual(["2026-09-30T22:00", "2026-10-31T23:00"]);
    expect(windowOf(term, "2026-11-01T03:59:00Z", "America/New_York")?.[1]).toBe("2026-11-01T04:00");
  });

  it("I25 begins with the first instant of a day that has no midnight", () => {
    const fixed = { period: "fixed", startsOn: "2026-03-29" } as const;
    expect(windowOf(fixed, "2026-05-01T00:00:00Z", "Asia/Beirut")?.[0]).toBe("2026-03-28T22:00");
  });

  it("I25 a fixed budget runs from the first day through the last, both included, in its time zone", () => {
    const term = { period: "fixed", startsOn: "2026-06-01", endsOn: "2026-06-30" } as const;
    expect(windowOf(term, "2026-06-30T21:59:59Z", "Europe/Berlin")).toEqual(["2026-05-31T22:00", "2026-06-30T22:00"]);
    expect(windowOf(term, "2026-06-30T22:00:00Z", "Europe/Berlin")).toBeUndefined();
    expect(windowOf(term, "2026-05-31T21:59:59Z", "Europe/Berlin")).toBeUndefined();
  });

  it("I25 a fixed budget without an end continues", () => {
    const term = { period: "fixed", startsOn: "2026-06-01" } as const;
    expect(windowOf(term, "9999-12-31T00:00:00Z")).toEqual(["2026-06-01T00:00", undefined]);
  });

  it("I25 every instant is in exactly one window, and no input throws", () => {
    const span = { min: Date.parse("0000-01-01T00:00:00.000Z"), max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) };
    const instants = fc.oneof(fc.constantFrom(span.min, span.max), fc.integer(span)).map(instantFromMillis);
    const term = fc.constantFrom<BudgetTerm>(
      { period: "weekly" },
      { period: "monthly" },
      { period: "quarterly" },
      { period: "half-yearly" },
      { period: "yearly" },
      { period: "fixed", startsOn: "0000-01-01", endsOn: "9999-12-31" },
      { period: "fixed", startsOn: "9999-12-31" },
    );
    const timeZone = fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/Sao_Paulo", "Pacific/Niue");
    fc.assert(
      fc.property(instants, term, timeZone, (at, term, timeZone) => {
        const windowOf = (instant: Instant) => windowAt(budget({ term, timeZone }), instant);
        const window = windowOf(at);
        expect(window ? isWithin(window, at) : term.period === "fixed").toBe(true);
        expect(window && windowOf(window.startsAt)).toEqual(window);
        if (window?.endsAt === undefined) return;
        const next = windowOf(window.endsAt);
        expect(next?.startsAt).toBe(term.period === "fixed" ? undefined : window.endsAt);
      }),
    );
  });
});

describe("a budget, as it is read", () => {
  const pathOf = (value: unknown) => budgetSchema.safeParse(value).error?.issues[0]?.path.join(".");
  const costCentre: Budget["owner"] = { kind: "cost-centre", costCentreId: "cc-1" };
  const fixed = { period: "fixed", startsOn: "2026-01-01" } as const;

  it("I25 has one of the periods; fixed is only for cost centres", () => {
    expect(pathOf(budget())).toBeUndefined();
    expect(pathOf(budget({ owner: costCentre, term: fixed }))).toBeUndefined();
    expect(pathOf(budget({ term: fixed }))).toBe("term.period");
    expect(pathOf({ ...budget(), term: { period: "daily" } })).toBe("term.period");
  });

  it("names the field that is wrong: days, amount, time zone", () => {
    const ends = (endsOn: string) => pathOf(budget({ owner: costCentre, term: { ...fixed, endsOn } }));
    expect(ends("2026-01-01")).toBeUndefined();
    expect(ends("2025-12-31")).toBe("term.endsOn");
    expect(ends("2026-02-30")).toBe("term.endsOn");
    expect(pathOf(budget({ amount: euros(0) }))).toBeUndefined();
    expect(pathOf(budget({ amount: euros(-1) }))).toBe("amount");
    expect(pathOf(budget({ timeZone: "Mars/Olympus" }))).toBe("timeZone");
    expect(budgetSettingsSchema.safeParse({ priceType: "net", comparison: "reaches" }).success).toBe(true);
  });
});
