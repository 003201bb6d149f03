import { describe, expect, it } from "vitest";

import { anyInstantSchema, instantFromMillis, instantSchema, millisOf } from "./instant.ts";

describe("instants", () => {
  it.each([
    ["2019-11-26T10:18:40+00:00", "2019-11-26T10:18:40.000Z"],
    ["2019-02-19T19:23:07.209244+00:00", "2019-02-19T19:23:07.209Z"],
    ["2026-01-01T00:30:00+02:00", "2025-12-31T22:30:00.000Z"],
    ["2026-01-01T00:30:00Z", "2026-01-01T00:30:00.000Z"],
  ])("%s of another system is %s", (text, instant) => {
    expect(anyInstantSchema.parse(text)).toBe(instant);
  });

  it.each([
    "2026-02-30T00:00:00Z",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "yesterday",
    "9999-12-31T23:59:59-05:00",
    "0000-01-01T00:00:00+05:00",
  ])("%s is refused, not thrown", (text) => {
    expect(anyInstantSchema.safeParse(text).success).toBe(false);
  });

  it("are stored in a single form, so that their text order is their time order", () => {
    expect(instantSchema.safeParse("2026-01-01T00:00:00Z").success).toBe(false);
    expect(instantSchema.safeParse("2026-01-01T00:00:00.000+00:00").success).toBe(false);
    const moments = [0, 999, 1_000, 951_782_400_000, 4_102_444_800_000];
    const texts = moments.map(instantFromMillis);
    expect(texts).toEqual(texts.toSorted());
    expect(texts.map(millisOf)).toEqual(moments);
  });
});
