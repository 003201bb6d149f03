import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { money } from "#shared/domain/money.ts";
import { recurrenceSchema } from "#shared/domain/recurrence.ts";
import type { DateSpan } from "#shared/domain/term.ts";
import { dateSpanSchema, subscriptionTermSchema } from "#shared/domain/term.ts";

import { prorate } from "./prorate.ts";
import { fromDecimal, rational, rounded, toDecimal } from "./rational.ts";
import { recurringAmount } from "./recurring.ts";

const span = (from: string, until: string): DateSpan => dateSpanSchema.parse({ from, until });
const june = span("2026-06-01", "2026-07-01");

const minorOf = (unitPriceMinor: number, quantity: string, days: DateSpan, period = june) => {
  const line = prorate({ unitPrice: money(unitPriceMinor, "EUR"), quantity, span: days, period });
  return line.ok ? line.value.amount.amountMinor : line.error.code;
};

describe("a prorated line", () => {
  it("A95 is rounded half away from zero, for charges and for credits", () => {
    const fifteen = span("2026-06-16", "2026-07-01");
    expect(minorOf(1, "1", fifteen)).toBe(1);
    expect(minorOf(1, "-1", fifteen)).toBe(-1);
    expect(minorOf(3, "1", fifteen)).toBe(2);
  });

  it("A95 is rounded after the quantity, not before", () => {
    expect(minorOf(1, "3", span("2026-06-01", "2026-06-11"))).toBe(1);
    expect(minorOf(1, "300", span("2026-06-01", "2026-06-11"))).toBe(100);
  });

  it("A95 knows the 29 days of a leap February", () => {
    const february = span("2028-02-01", "2028-03-01");
    expect(minorOf(29_00, "1", span("2028-02-29", "2028-03-01"), february)).toBe(1_00);
  });

  it("A95 keeps the digits of the currency", () => {
    const line = prorate({
      unitPrice: money(1_000, "KWD"),
      quantity: "1",
      span: span("2026-06-01", "2026-06-02"),
      period: june,
    });
    expect(line.ok && line.value.amount).toEqual(money(33, "KWD"));
  });

  it("A95 is refused for a quantity that is not a number, and when it is too large to be exact", () => {
    expect(minorOf(1, "three", june)).toBe("quantity-malformed");
    expect(minorOf(Number.MAX_SAFE_INTEGER, "2", june)).toBe("amount-too-large");
    expect(minorOf(Number.MAX_SAFE_INTEGER, "0", span("2026-06-01", "2026-09-01"))).toBe("amount-too-large");
  });

  it("A95 is never more than half a minor unit away from the exact share", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 30 }), (price, days) => {
        const until = `2026-06-${String(days + 1).padStart(2, "0")}`;
        const share = minorOf(price, "1", span("2026-06-01", days === 30 ? "2026-07-01" : until));
        const distance = BigInt(share) * 30n - BigInt(price) * BigInt(days);
        expect(distance <= 15n && distance >= -15n).toBe(true);
      }),
    );
  });
});

describe("exact numbers", () => {
  it.each([
    ["0", "0"],
    ["2.50", "2.5"],
    ["-495", "-495"],
    ["0.000000001", "0.000000001"],
    ["-0.125", "-0.125"],
  ])("read %s and write %s", (text, written) => {
    expect(toDecimal(fromDecimal(text)!)).toBe(written);
  });

  it.each(["", "1,5", "1e3", "0x1", " 1", "+1", "1."])("refuse %j", (text) => {
    expect(fromDecimal(text)).toBeUndefined();
  });

  it("round a third down and two thirds up, on both sides of zero", () => {
    expect([rational(1n, 3n), rational(2n, 3n), rational(-1n, 3n), rational(-2n, 3n)].map(rounded)).toEqual([
      0n,
      1n,
      0n,
      -1n,
    ]);
  });
});

describe("a recurring order", () => {
  const start = { interval: "P1M", startsAt: "2026-01-31T09:00:00.000Z", timeZone: "UTC" };

  it("A95 costs the amount of one execution times their number", () => {
    const recurrence = recurrenceSchema.parse({ ...start, endsAt: "2026-12-31T09:00:00.000Z" });
    expect(recurringAmount(recurrence, money(9_99, "EUR"))).toEqual({
      ok: true,
      value: { term: "limited", executions: 12, total: money(119_88, "EUR") },
    });
  });

  it("A95 has no term amount without an end, and none that is too large to be exact", () => {
    expect(recurringAmount(recurrenceSchema.parse(start), money(1, "EUR"))).toEqual({
      ok: true,
      value: { term: "endless" },
    });
    const limited = recurrenceSchema.parse({ ...start, repetitions: 2 });
    expect(recurringAmount(limited, money(Number.MAX_SAFE_INTEGER, "EUR")).ok).toBe(false);
  });
});

describe("impossible terms are refused at the edge with the path of the field", () => {
  const term = {
    term: { from: "2026-01-01", until: "2027-01-01" },
    billingPeriod: "P1M",
    phases: [{ from: "2026-01-01", unitPrice: { amountMinor: 1, currency: "EUR" }, quantity: "1" }],
  };
  const phase = term.phases[0]!;

  it.each([
    ["no days", { term: { from: "2026-01-01", until: "2026-01-01" } }, "term"],
    ["more than a century", { term: { from: "2026-01-01", until: "2126-01-02" } }, "term"],
    ["a day that is none", { term: { from: "2026-02-30", until: "2027-01-01" } }, "term.from"],
    ["a day long past", { anchor: "1582-10-04" }, "anchor"],
    ["a billing period of hours", { billingPeriod: "PT1H" }, "billingPeriod"],
    ["a billing period that is none", { billingPeriod: "monthly" }, "billingPeriod"],
    ["a billing period of ages", { billingPeriod: "P101Y" }, "billingPeriod"],
    ["a billing period of many days", { billingPeriod: "P36601D" }, "billingPeriod"],
    ["a billing period of many weeks", { billingPeriod: "P6000W" }, "billingPeriod"],
    ["a billing period of many months", { billingPeriod: "P99Y13M" }, "billingPeriod"],
    ["no phase", { phases: [] }, "phases"],
    ["a phase that begins later", { phases: [{ ...phase, from: "2026-01-02" }] }, ""],
    ["phases in disorder", { phases: [phase, { ...phase, from: "2026-03-01" }, { ...phase, from: "2026-02-01" }] }, ""],
    [
      "two phases on a day",
      { phases: [phase, { ...phase, from: "2026-03-01" }, { ...phase, from: "2026-03-01" }] },
      "",
    ],
    ["a phase after the end", { phases: [phase, { ...phase, from: "2027-01-01" }] }, ""],
    ["two currencies", { phases: [phase, { ...phase, from: "2026-02-01", unitPrice: money(1, "USD") }] }, ""],
  ])("A95 %s", (_, wrong, path) => {
    const read = subscriptionTermSchema.safeParse({ ...term, ...wrong });
    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.path.join(".").startsWith(path)).toBe(true);
    expect(subscriptionTermSchema.safeParse(term).success).toBe(true);
  });

  it.each([
    ["exactly a century", { term: { from: "2026-01-01", until: "2126-01-01" } }],
    ["the first and the last day that can be billed", { anchor: "1900-01-01" }],
    ["the longest billing periods", { billingPeriod: "P100Y" }],
    ["the same in days", { billingPeriod: "P36600D" }],
  ])("A95 but not %s", (_, right) => {
    expect(subscriptionTermSchema.safeParse({ ...term, ...right }).success).toBe(true);
    expect(subscriptionTermSchema.safeParse({ ...term, anchor: "2999-12-31" }).success).toBe(true);
  });
});
