import { describe, expect, it } from "vitest";

import { money } from "@countersign/shared/domain/money.ts";

import { refusalWords } from "./refusal-words.ts";

const words = (code: string, args: Parameters<typeof refusalWords>[0]["args"] = {}) => refusalWords({ code, args });

describe("a refusal in words", () => {
  it("S52 says who decided what and when, in the reader's date format", () => {
    const { happened, next } = words("already-decided", {
      person: "Ben Okafor",
      outcome: "rejected",
      at: "2026-11-21T10:30:00.000Z",
    });
    expect(happened).toMatch(
      /^Ben Okafor already decided this stage: rejected on Nov 2\d, 2026, \d+:(?:00|15|30|45)\s[AP]M\.$/,
    );
    expect(next).toContain("cancel that authorization");
  });

  it("reads status codes as words, and counts and money as figures", () => {
    expect(words("order-not-pending", { status: "waiting-for-data" }).happened).toContain("waiting for data");
    expect(words("erp-moved-on", { erpStatus: "released" }).happened).toContain("already released in the ERP");
    expect(words("text-too-long", { actual: 100_000, max: 2_000 }).happened).toContain("100,000 characters");
    expect(words("server-failed", { status: 503 }).happened).toContain("503");
    expect(words("no-approver", { role: money(100, "EUR") }).happened).toContain("1.00");
  });

  it("has a sentence for an unknown code from a newer server, and for unknown figures of a known one", () => {
    expect(words("budget-spent").happened).toContain("budget-spent");
    const { happened } = words("text-too-long", { actual: { newer: { characters: 9 } }, max: 2_000 });
    expect(happened).toBe("Something happened that this version cannot describe (text-too-long).");
  });
});
