import { describe, expect, it } from "vitest";

import { delayAfter } from "./backoff.ts";
import { retryAfterSeconds } from "./retry-after.ts";

const date = "Tue, 24 Nov 2026 12:00:00 GMT";
const secondsOf = (retryAfter: string | undefined, others: Record<string, string> = { date }) =>
  retryAfterSeconds(new Headers({ ...others, ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }) }));

describe("what a server says about when to ask again", () => {
  it("is read as seconds, or as a date by the server's own clock", () => {
    expect([secondsOf("0"), secondsOf(" 12 "), secondsOf("Tue, 24 Nov 2026 12:01:30 GMT")]).toEqual([0, 12, 90]);
    expect(secondsOf("Tue, 24 Nov 2026 11:00:00 GMT")).toBe(0);
  });

  it("is ignored if it cannot be read", () => {
    expect([secondsOf(undefined), secondsOf(""), secondsOf("soon"), secondsOf("-5")]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(secondsOf("Tue, 24 Nov 2026 12:01:30 GMT", {})).toBeUndefined();
  });

  it("counts for an hour at most", () => {
    expect([secondsOf("999999999"), secondsOf("Tue, 24 Nov 2099 12:00:00 GMT")]).toEqual([3_600, 3_600]);
  });

  it("makes a retry wait at least that long, and not everybody until the same instant", () => {
    expect(delayAfter(0, 20, () => 0)).toBeGreaterThanOrEqual(20_000);
    expect(delayAfter(0, 20, () => 0.9)).toBeGreaterThan(delayAfter(0, 20, () => 0));
    expect(delayAfter(16, 1, () => 1)).toBe(30_000);
  });
});
