import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Instant } from "./instant.ts";
import { instantFromMillis, instantSchema } from "./instant.ts";
import type { Recurrence } from "./recurrence.ts";
import { executionCount, executions, nextExecutions, recurrenceSchema } from "./recurrence.ts";

const instant = (text: string): Instant => instantSchema.parse(`${text}.000Z`);

const every = (interval: string, startsAt: string, more: Partial<Recurrence> = {}): Recurrence =>
  recurrenceSchema.parse({ interval, startsAt: instant(startsAt), timeZone: "UTC", ...more });

const take = (count: number, recurrence: Recurrence, isWanted: (each: Instant) => boolean): Instant[] => {
  const taken: Instant[] = [];
  for (const each of executions(recurrence)) {
    if (taken.length === count) break;
    if (isWanted(each)) taken.push(each);
  }
  return taken;
};

const first = (count: number, recurrence: Recurrence): string[] =>
  take(count, recurrence, () => true).map((each) => each.slice(0, 16));

describe("executions", () => {
  it.each([
    ["P1D", "2026-02-02", "2026-02-03"],
    ["P4D", "2026-02-05", "2026-02-09"],
    ["P7D", "2026-02-08", "2026-02-15"],
    ["P21D", "2026-02-22", "2026-03-15"],
    ["P1W", "2026-02-08", "2026-02-15"],
    ["P1M", "2026-03-01", "2026-04-01"],
    ["P1Y", "2027-02-01", "2028-02-01"],
  ])("I15 repeat after %s", (interval, second, third) => {
    const dates = first(3, every(interval, "2026-02-01T09:00:00"));
    expect(dates).toEqual(["2026-02-01T09:00", `${second}T09:00`, `${third}T09:00`]);
  });

  it("I15 are clamped to the end of a short month and return to the anchor day", () => {
    expect(first(6, every("P1M", "2026-01-31T09:00:00"))).toEqual([
      "2026-01-31T09:00",
      "2026-02-28T09:00",
      "2026-03-31T09:00",
      "2026-04-30T09:00",
      "2026-05-31T09:00",
      "2026-06-30T09:00",
    ]);
  });

  it("I15 know leap years", () => {
    expect(first(2, every("P1M", "2028-01-31T09:00:00"))[1]).toBe("2028-02-29T09:00");
    expect(first(5, every("P1Y", "2028-02-29T09:00:00"))).toEqual([
      "2028-02-29T09:00",
      "2029-02-28T09:00",
      "2030-02-28T09:00",
      "2031-02-28T09:00",
      "2032-02-29T09:00",
    ]);
  });

  it("keep the wall-clock time over daylight saving", () => {
    const berlin = { timeZone: "Europe/Berlin" };
    expect(first(3, every("P1D", "2026-03-28T08:00:00", berlin))).toEqual([
      "2026-03-28T08:00",
      "2026-03-29T07:00",
      "2026-03-30T07:00",
    ]);
    expect(first(2, every("P1M", "2026-10-15T07:00:00", berlin))[1]).toBe("2026-11-15T08:00");
  });

  it("anchor on the day in the time zone, not on the day in UTC", () => {
    const tokyo = { timeZone: "Asia/Tokyo" };
    expect(first(3, every("P1M", "2026-01-30T23:00:00", tokyo))).toEqual([
      "2026-01-30T23:00",
      "2026-02-27T23:00",
      "2026-03-30T23:00",
    ]);
  });

  it("I15 stop after the end date, which itself still counts", () => {
    const endsAt = instant("2026-03-01T09:00:00");
    expect(first(9, every("P1M", "2026-01-01T09:00:00", { endsAt }))).toHaveLength(3);
    expect(first(9, every("P1M", "2026-01-01T09:00:01", { endsAt }))).toHaveLength(2);
  });

  it("I15 stop after the repetitions, the first included", () => {
    expect(first(9, every("P1W", "2026-01-01T09:00:00", { repetitions: 1 }))).toEqual(["2026-01-01T09:00"]);
    expect(first(9, every("P1W", "2026-01-01T09:00:00", { repetitions: 4 }))).toHaveLength(4);
  });

  it("stop at whichever comes first when both are given", () => {
    const endsAt = instant("2026-01-20T00:00:00");
    expect(first(9, every("P1W", "2026-01-01T09:00:00", { repetitions: 8, endsAt }))).toHaveLength(3);
    expect(first(9, every("P1W", "2026-01-01T09:00:00", { repetitions: 2, endsAt }))).toHaveLength(2);
  });

  it("end with the calendar instead of failing", () => {
    expect(first(9, every("P9999Y", "2026-01-01T09:00:00"))).toEqual(["2026-01-01T09:00"]);
    expect(first(9, every("P1Y", "9998-01-01T09:00:00"))).toHaveLength(2);
    expect(first(9, every("P4294967295Y", "2026-01-01T09:00:00"))).toHaveLength(1);
  });
});

describe("the next dates", () => {
  it("are strictly after the given instant", () => {
    const monthly = every("P1M", "2026-01-31T09:00:00");
    expect(nextExecutions(monthly, instant("2026-02-28T09:00:00"), 2)).toEqual([
      instant("2026-03-31T09:00:00"),
      instant("2026-04-30T09:00:00"),
    ]);
    expect(nextExecutions(monthly, instant("2026-02-28T08:59:59"), 1)).toEqual([instant("2026-02-28T09:00:00")]);
  });

  it("begin with the first execution while it is in the future", () => {
    const weekly = every("P1W", "2026-05-01T09:00:00");
    expect(nextExecutions(weekly, instant("2026-01-01T00:00:00"), 1)).toEqual([instant("2026-05-01T09:00:00")]);
  });

  it("are fewer than asked for at the end of the term, and none after it", () => {
    const twice = every("P1D", "2026-01-01T09:00:00", { repetitions: 2 });
    expect(nextExecutions(twice, instant("2026-01-01T09:00:00"), 5)).toHaveLength(1);
    expect(nextExecutions(twice, instant("2026-01-02T09:00:00"), 5)).toEqual([]);
    expect(nextExecutions(twice, instant("2025-01-01T09:00:00"), 0)).toEqual([]);
  });

  it("are the same as when counted from the start, however long ago that was", () => {
    const intervals = ["P1D", "P4D", "P21D", "P1W", "P1M", "P3M", "P1Y", "P1M15D"];
    const zones = ["UTC", "Europe/Berlin", "Pacific/Apia", "America/St_Johns"];
    const moment = fc.date({ min: new Date("1990-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...intervals),
        fc.constantFrom(...zones),
        moment,
        moment,
        fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
        (interval, timeZone, start, now, repetitions) => {
          const startsAt = instantFromMillis(start.getTime());
          const after = instantFromMillis(now.getTime());
          const recurrence = { interval, startsAt, timeZone, ...(repetitions && { repetitions }) };
          const walked = take(3, recurrence, (each) => each > after);
          expect(nextExecutions(recurrence, after, 3)).toEqual(walked);
        },
      ),
    );
  });
});

describe("the number of executions of a term", () => {
  it("I15 is the repetitions, or what fits before the end, or unknown without an end", () => {
    const endsAt = instant("2026-12-31T09:00:00");
    expect(executionCount(every("P1M", "2026-01-31T09:00:00"))).toBeUndefined();
    expect(executionCount(every("P1M", "2026-01-31T09:00:00", { repetitions: 24 }))).toBe(24);
    expect(executionCount(every("P1M", "2026-01-31T09:00:00", { endsAt }))).toBe(12);
    expect(executionCount(every("P1M", "2026-01-31T09:00:00", { endsAt, repetitions: 3 }))).toBe(3);
    expect(executionCount(every("P1M", "2027-01-31T09:00:00", { endsAt }))).toBe(0);
    expect(executionCount(every("P1D", "2000-01-01T09:00:00", { endsAt }))).toBe(9_862);
  });
});

describe("a recurrence", () => {
  const base = { interval: "P1M", startsAt: instant("2026-01-31T09:00:00"), timeZone: "Europe/Berlin" };

  it.each(["PT1H", "P1DT1H", "P0D", "-P1D", "P", "1 month", "P1.5M", ""])(
    "I15 is not accepted with the interval %j",
    (interval) => {
      expect(recurrenceSchema.safeParse({ ...base, interval }).success).toBe(false);
    },
  );

  it.each(["Berlin", "", "Europe/Atlantis"])("is not accepted with the time zone %j", (timeZone) => {
    expect(recurrenceSchema.safeParse({ ...base, timeZone }).success).toBe(false);
  });

  it("is not accepted with no or a broken number of repetitions", () => {
    expect(recurrenceSchema.safeParse({ ...base, repetitions: 0 }).success).toBe(false);
    expect(recurrenceSchema.safeParse({ ...base, repetitions: 1.5 }).success).toBe(false);
  });

  it("never throws, whatever text it is given", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (interval, timeZone) => {
        expect(recurrenceSchema.safeParse({ ...base, interval, timeZone }).success).toBeTypeOf("boolean");
      }),
    );
  });
});
