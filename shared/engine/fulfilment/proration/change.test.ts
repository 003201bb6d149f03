import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { money } from "#shared/domain/money.ts";
import type { CalendarDate, SubscriptionTerm, TermChange } from "#shared/domain/term.ts";
import { subscriptionTermSchema, termChangeSchema } from "#shared/domain/term.ts";

import { changeTermAmount } from "./change.ts";
import { termAmount } from "./term-amount.ts";

const euros = (amountMinor: number) => money(amountMinor, "EUR");

const yearOf = (unitPriceMinor: number, quantity: string, more: object = {}): SubscriptionTerm =>
  subscriptionTermSchema.parse({
    term: { from: "2026-01-01", until: "2027-01-01" },
    billingPeriod: "P1M",
    phases: [{ from: "2026-01-01", unitPrice: euros(unitPriceMinor), quantity }],
    ...more,
  });

const amountsOf = (subscription: SubscriptionTerm, change: object): [number, number, number] | string => {
  const changed = changeTermAmount(subscription, termChangeSchema.parse(change));
  if (!changed.ok) return changed.error.code;
  const { before, after, adjustment } = changed.value;
  return [before.total.amountMinor, after.total.amountMinor, adjustment.amountMinor];
};

const on = (date: string) => ({ at: "date", date });

describe("the term amount", () => {
  it("A95 is the price of every billing period of the term", () => {
    const amount = termAmount(yearOf(10_00, "5"));
    expect(amount.ok && [amount.value.total, amount.value.lines.length]).toEqual([euros(600_00), 12]);
  });

  it("A95 of a year billed yearly is one line; of a shortened year, its share of the days", () => {
    const whole = termAmount(yearOf(365_00, "1", { billingPeriod: "P1Y" }));
    expect(whole.ok && whole.value.total).toEqual(euros(365_00));
    const short = termAmount(
      yearOf(365_00, "1", { billingPeriod: "P1Y", term: { from: "2026-01-01", until: "2026-04-11" } }),
    );
    expect(short.ok && short.value.total).toEqual(euros(100_00));
  });
});

describe("a change of the term amount", () => {
  it("A95 coterm: a term that ends with another one costs the days up to that end", () => {
    expect(amountsOf(yearOf(30_00, "1"), { kind: "coterm", until: "2026-04-16" })).toEqual([360_00, 105_00, -255_00]);
    expect(amountsOf(yearOf(30_00, "1"), { kind: "coterm", until: "2027-01-31" })).toEqual([360_00, 389_03, 29_03]);
  });

  it("A95 quantity change: the new quantity counts from its day, prorated in the month of the change", () => {
    const change = { kind: "quantity", quantity: "3", moment: on("2026-11-16") };
    // Two units more for 15 of 30 days and for December.
    expect(amountsOf(yearOf(30_00, "1"), change)).toEqual([360_00, 450_00, 90_00]);
  });

  it("A95 quantity change: fewer units are a credit", () => {
    const change = { kind: "quantity", quantity: "1", moment: on("2026-12-01") };
    expect(amountsOf(yearOf(30_00, "3"), change)).toEqual([1_080_00, 1_020_00, -60_00]);
  });

  it("A95 full upgrade: every unit costs the new price from its day", () => {
    const change = { kind: "full-upgrade", unitPrice: euros(40_00), moment: on("2026-12-01") };
    expect(amountsOf(yearOf(30_00, "2"), change)).toEqual([720_00, 740_00, 20_00]);
  });

  it("A95 partial upgrade: only the moved units cost the new price", () => {
    const change = { kind: "partial-upgrade", quantity: "2", unitPrice: euros(40_00), moment: on("2026-11-16") };
    expect(amountsOf(yearOf(30_00, "5"), change)).toEqual([1_800_00, 1_830_00, 30_00]);
  });

  it("A95 partial upgrade: quantities may have fractions of different length", () => {
    const change = { kind: "partial-upgrade", quantity: "0.125", unitPrice: euros(80_00), moment: on("2026-12-01") };
    const changed = changeTermAmount(yearOf(40_00, "2.5"), termChangeSchema.parse(change));
    const december = changed.ok ? changed.value.after.lines.slice(-2).map(({ quantity }) => quantity) : [];
    expect(december).toEqual(["2.375", "0.125"]);
    expect(changed.ok && changed.value.adjustment).toEqual(euros(5_00));
  });

  it("A95 partial upgrade: the moved units keep the billing periods of their source", () => {
    const change = { kind: "partial-upgrade", quantity: "1", unitPrice: euros(60_00), moment: on("2026-12-17") };
    const changed = changeTermAmount(yearOf(30_00, "1"), termChangeSchema.parse(change));
    const line = changed.ok ? changed.value.after.lines.at(-1) : undefined;
    expect(line).toMatchObject({ days: 15, periodDays: 31, amount: euros(29_03), quantity: "1" });
  });

  it("A95 upgrade to a destination: the moved units take its price and its term", () => {
    const destination = yearOf(50_00, "1", {
      term: { from: "2026-07-01", until: "2027-07-01" },
      phases: [{ from: "2026-07-01", unitPrice: euros(50_00), quantity: "1" }],
    });
    const change = { kind: "upgrade-to-destination", quantity: "2", destination, date: "2026-12-01" };
    // One month of two units at 30.00 less, seven months of two units at 50.00 more.
    expect(amountsOf(yearOf(30_00, "2"), change)).toEqual([1_320_00, 1_960_00, 640_00]);
  });

  it("A95 scheduled by custom date: nothing changes before the date, and it may be the first day of a period", () => {
    const change = { kind: "quantity", quantity: "2", moment: on("2026-12-01") };
    expect(amountsOf(yearOf(30_00, "1"), change)).toEqual([360_00, 390_00, 30_00]);
  });

  it("A95 scheduled at renewal: this term stays, the next one costs the new quantity or price", () => {
    const renewal = { at: "renewal", termLength: "P1Y" };
    expect(amountsOf(yearOf(30_00, "1"), { kind: "quantity", quantity: "2", moment: renewal })).toEqual([
      360_00, 720_00, 360_00,
    ]);
    expect(amountsOf(yearOf(30_00, "1"), { kind: "full-upgrade", unitPrice: euros(31_00), moment: renewal })).toEqual([
      360_00, 372_00, 12_00,
    ]);
    expect(
      amountsOf(yearOf(30_00, "2"), {
        kind: "partial-upgrade",
        quantity: "1",
        unitPrice: euros(40_00),
        moment: { at: "renewal", termLength: "P1M" },
      }),
    ).toEqual([60_00, 70_00, 10_00]);
  });

  it("A95 at renewal, a regular term keeps its anchor day, and an aligned one starts a new one", () => {
    const nextPeriods = (until: string) => {
      const subscription = yearOf(30_00, "1", {
        term: { from: "2026-01-31", until },
        phases: [{ from: "2026-01-31", unitPrice: euros(30_00), quantity: "1" }],
      });
      const change = { kind: "quantity", quantity: "1", moment: { at: "renewal", termLength: "P1M" } };
      const changed = changeTermAmount(subscription, termChangeSchema.parse(change));
      return changed.ok && changed.value.after.lines.map(({ span }) => [span.from, span.until]);
    };
    expect(nextPeriods("2026-02-28")).toEqual([["2026-02-28", "2026-03-31"]]);
    expect(nextPeriods("2026-02-15")).toEqual([["2026-02-15", "2026-03-15"]]);
  });

  it.each(["P14D", "P2W", "P1W7D"])("A95 at renewal a term of %s is as long as the one before", (termLength) => {
    const fortnight = yearOf(14_00, "1", { billingPeriod: "P2W", term: { from: "2026-01-01", until: "2026-01-15" } });
    const change = { kind: "quantity", quantity: "2", moment: { at: "renewal", termLength } };
    expect(amountsOf(fortnight, change)).toEqual([14_00, 28_00, 14_00]);
  });

  it("A95 after two earlier changes, a third keeps both", () => {
    const phase = (from: string, quantity: string) => ({ from, unitPrice: euros(30_00), quantity });
    const phases = [phase("2026-01-01", "1"), phase("2026-10-01", "2"), phase("2026-11-01", "3")];
    // 9 months of 1, one of 2, two of 3; with 5 in December 60.00 more.
    const change = { kind: "quantity", quantity: "5", moment: on("2026-12-01") };
    expect(amountsOf(yearOf(30_00, "1", { phases }), change)).toEqual([510_00, 570_00, 60_00]);
  });

  it("A95 a change on the day of an earlier one replaces it", () => {
    const phases = [
      { from: "2026-01-01", unitPrice: euros(30_00), quantity: "1" },
      { from: "2026-12-01", unitPrice: euros(30_00), quantity: "9" },
    ];
    const change = { kind: "quantity", quantity: "2", moment: on("2026-12-01") };
    expect(amountsOf(yearOf(30_00, "1", { phases }), change)).toEqual([600_00, 390_00, -210_00]);
    const first = { kind: "quantity", quantity: "2", moment: on("2026-01-01") };
    expect(amountsOf(yearOf(30_00, "1"), first)).toEqual([360_00, 720_00, 360_00]);
  });
});

describe("an impossible change", () => {
  const phases = [
    { from: "2026-01-01", unitPrice: euros(30_00), quantity: "1" },
    { from: "2026-06-01", unitPrice: euros(30_00), quantity: "2" },
  ];

  it.each([
    ["after the term", "change-outside-term", { kind: "quantity", quantity: "2", moment: on("2027-01-01") }],
    ["before the term", "change-outside-term", { kind: "quantity", quantity: "2", moment: on("2025-12-31") }],
    [
      "before one that is already made",
      "change-before-last",
      { kind: "quantity", quantity: "2", moment: on("2026-05-31") },
    ],
    ["to an end before a change", "change-outside-term", { kind: "coterm", until: "2026-06-01" }],
    [
      "of more units than there are",
      "upgrade-exceeds-quantity",
      { kind: "partial-upgrade", quantity: "2.5", unitPrice: euros(1), moment: on("2026-06-02") },
    ],
    [
      "to another currency",
      "currency-mismatch",
      { kind: "partial-upgrade", quantity: "1", unitPrice: money(1, "USD"), moment: on("2026-06-02") },
    ],
    [
      "into a destination that has ended",
      "change-outside-term",
      { kind: "upgrade-to-destination", quantity: "1", destination: yearOf(1, "1"), date: "2026-12-31" },
      "2026-12-31",
    ],
    [
      "to a price that is too large",
      "amount-too-large",
      { kind: "full-upgrade", unitPrice: euros(Number.MAX_SAFE_INTEGER), moment: on("2026-06-02") },
    ],
  ])("A95 is refused: %s", (_, code, change, ends?) => {
    const termed =
      ends === undefined
        ? change
        : {
            ...change,
            destination: yearOf(1, "1", { term: { from: "2026-01-01", until: ends } }),
          };
    expect(amountsOf(yearOf(30_00, "1", { phases }), termed)).toBe(code);
  });
});

describe("input that bypassed the schema", () => {
  const malformed = yearOf(1, "1");
  const [phase] = malformed.phases;
  const broken: SubscriptionTerm = { ...malformed, phases: [{ ...phase, quantity: "one" }] };
  const large: SubscriptionTerm = {
    ...malformed,
    phases: [{ ...phase, unitPrice: euros(Number.MAX_SAFE_INTEGER) }],
  };
  const moment = { at: "date" as const, date: phase.from };
  const code = (subscription: SubscriptionTerm, change: TermChange) => {
    const changed = changeTermAmount(subscription, change);
    return changed.ok ? "done" : changed.error.code;
  };
  const upgrade = (quantity: string, destination: SubscriptionTerm): TermChange => ({
    kind: "upgrade-to-destination",
    quantity,
    destination,
    date: phase.from,
  });

  it("A95 a quantity that is not a number is refused, not treated as zero", () => {
    const partial = { kind: "partial-upgrade" as const, unitPrice: euros(1), moment };
    expect(code(broken, { kind: "quantity", quantity: "1", moment })).toBe("quantity-malformed");
    expect(code(malformed, { kind: "quantity", quantity: "one", moment })).toBe("quantity-malformed");
    expect(code(broken, { ...partial, quantity: "1" })).toBe("quantity-malformed");
    expect(code(malformed, { ...partial, quantity: "one" })).toBe("quantity-malformed");
    expect(code(malformed, upgrade("one", malformed))).toBe("quantity-malformed");
    expect(code(malformed, upgrade("1", broken))).toBe("quantity-malformed");
    expect(code(malformed, upgrade("2", malformed))).toBe("upgrade-exceeds-quantity");
  });

  it("A95 amounts that are too large are refused, in one subscription or in the sum of both", () => {
    expect(code(large, { kind: "quantity", quantity: "1", moment })).toBe("amount-too-large");
    expect(code(malformed, upgrade("1", large))).toBe("amount-too-large");
    expect(code(large, upgrade("1", malformed))).toBe("amount-too-large");
    const half: SubscriptionTerm = {
      ...malformed,
      billingPeriod: "P1Y",
      phases: [{ ...phase, unitPrice: euros(2 ** 52) }],
    };
    expect(code(half, upgrade("1", half))).toBe("amount-too-large");
  });
});

const date = fc
  .integer({ min: 0, max: 800 })
  .map((days) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().slice(0, 10) as CalendarDate);
const subscription: fc.Arbitrary<SubscriptionTerm> = fc
  .tuple(
    date,
    date,
    date,
    fc.constantFrom("P1M", "P1Y", "P3M", "P7D", "P2W", "P1M1D", "P1M1W"),
    fc.integer({ min: 0, max: 1e6 }),
  )
  .filter(([from, until]) => from < until)
  .map(([from, until, anchor, billingPeriod, price]) =>
    subscriptionTermSchema.parse({
      term: { from, until },
      billingPeriod,
      anchor,
      phases: [{ from, unitPrice: euros(price), quantity: "3" }],
    }),
  );

describe("whatever the term", () => {
  it("A95 every day of it is paid exactly once", () => {
    fc.assert(
      fc.property(subscription, (term) => {
        const amount = termAmount(term);
        const spans = amount.ok ? amount.value.lines.map(({ span }) => span) : [];
        const { from, until } = term.term;
        expect([...spans.map((each) => each.from), until]).toEqual([from, ...spans.map((each) => each.until)]);
      }),
    );
  });

  it("A95 a change to the same quantity costs at most a rounding difference in that period", () => {
    fc.assert(
      fc.property(subscription, date, (term, day) => {
        const change: TermChange = { kind: "quantity", quantity: "3", moment: { at: "date", date: day } };
        const changed = changeTermAmount(term, change);
        const isInside = day >= term.term.from && day < term.term.until;
        expect(changed.ok ? "inside" : changed.error.code).toBe(isInside ? "inside" : "change-outside-term");
        expect(changed.ok && Math.abs(changed.value.adjustment.amountMinor) > 1).toBe(false);
      }),
    );
  });

  it("A95 the adjustment is the difference of the two term amounts", () => {
    fc.assert(
      fc.property(subscription, date, fc.integer({ min: 0, max: 1e6 }), (term, day, price) => {
        const changed = changeTermAmount(term, {
          kind: "partial-upgrade",
          quantity: "2",
          unitPrice: euros(price),
          moment: { at: "date", date: day },
        });
        if (!changed.ok) return;
        const { before, after, adjustment } = changed.value;
        expect(adjustment.amountMinor).toBe(after.total.amountMinor - before.total.amountMinor);
        const lines = after.lines.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
        expect(lines).toBe(after.total.amountMinor);
      }),
    );
  });
});
