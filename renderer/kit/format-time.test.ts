import { describe, expect, it } from "vitest";

import { instantSchema, millisOf } from "@countersign/shared/domain/instant.ts";

import { formatAge, formatDateIn, formatHour } from "./format-time.ts";

const at = (text: string) => instantSchema.parse(text);

describe("times on the screen", () => {
  it("tells an age in its largest whole unit", () => {
    const now = millisOf(at("2026-11-21T12:00:00.000Z"));
    expect(formatAge(at("2026-11-21T11:48:30.000Z"), now)).toBe("11 min");
    expect(formatAge(at("2026-11-21T07:00:00.000Z"), now)).toBe("5 hr");
    expect(formatAge(at("2026-11-18T07:00:00.000Z"), now)).toBe("3 days");
  });

  it("shows a time ahead of the device's clock as now", () => {
    expect(formatAge(at("2026-11-21T12:05:00.000Z"), millisOf(at("2026-11-21T12:00:00.000Z")))).toBe("0 min");
  });

  it("shows the date in the time zone in which an order repeats", () => {
    expect(formatDateIn(at("2026-11-30T23:30:00.000Z"), "Europe/Berlin")).toBe("Dec 1, 2026");
    expect(formatDateIn(at("2026-11-30T23:30:00.000Z"), "America/New_York")).toBe("Nov 30, 2026");
  });

  it("writes an hour of the day in the reader's locale", () => {
    expect([0, 8, 18].map(formatHour)).toEqual(["12:00 AM", "8:00 AM", "6:00 PM"]);
  });
});
