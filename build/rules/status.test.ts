import { describe, expect, it } from "vitest";

import type { RequiredLevel, Rule } from "./catalogue.ts";
import type { Evidence, Level } from "./evidence.ts";
import { ruleStatus } from "./status.ts";
import { summaryLines } from "./report.ts";

const rule = (level: RequiredLevel, id = "A01"): Rule => ({ id, kind: "FLOW", level, text: "A rule" });
const on = (level: Level, network?: Evidence["network"], isOfProduct = false): Evidence => ({
  level,
  network,
  isOfProduct,
});

describe("how far a rule has come", () => {
  it.each<[RequiredLevel, Evidence]>([
    ["screen", on("screen", "founded")],
    ["partner", on("partner", "founded")],
    ["partner", on("screen", "founded")],
    ["product", on("engine", undefined, true)],
  ])("a rule for the %s is met by %o", (level, shown) => {
    expect(ruleStatus(rule(level), [on("engine"), shown])).toMatchObject({ isMet: true });
  });

  it.each<[RequiredLevel, Evidence, Level]>([
    ["screen", on("screen", "seed"), "partner"],
    ["screen", on("partner", "founded"), "partner"],
    ["screen", on("partner", "seed"), "partner"],
    ["screen", on("engine"), "engine"],
    ["partner", on("screen", "seed"), "engine"],
    ["partner", on("partner", "seed"), "engine"],
    ["partner", on("engine", undefined, true), "engine"],
    ["product", on("screen", "founded"), "engine"],
    ["product", on("screen", "seed", true), "engine"],
  ])("a rule for the %s is not met by %o, and counts at %s", (level, shown, countsAs) => {
    expect(ruleStatus(rule(level), [shown])).toMatchObject({ isMet: false, countsAs });
  });

  it("a rule without a test has none", () => {
    expect(ruleStatus(rule("partner"), [])).toEqual({
      reached: "none",
      network: undefined,
      isMet: false,
      countsAs: "none",
    });
  });

  it("is that of the farthest test, on its better network", () => {
    const shown = [on("engine"), on("partner", "founded"), on("screen", "seed"), on("screen", "founded")];
    expect(ruleStatus(rule("screen"), shown)).toMatchObject({ reached: "screen", network: "founded" });
  });

  it("is summed up for each system and for all, with the product's among the partners'", () => {
    const report = (one: Rule, ...shown: Evidence[]) => ({
      ...one,
      status: ruleStatus(one, shown),
      tests: shown.map((evidence) => ({ name: "a.test.ts › a", evidence })),
    });
    const lines = summaryLines([
      report(rule("screen", "D01"), on("screen", "founded")),
      report(rule("product", "D02"), on("engine", undefined, true)),
      report(rule("screen", "A01"), on("screen", "seed")),
      report(rule("partner", "A02"), on("engine")),
      report(rule("partner", "A03")),
    ]).split("\n");
    expect(lines[0]).toMatch(/^D product +2 rules, +2 met, +0 without a test$/);
    expect(lines[1]).toMatch(/^A .* +3 rules, +0 met, +1 without a test$/);
    expect(lines.at(-1)).toBe("5 rules: met 2 (screen 1, partner 1), below 3 (partner 1, engine 1, none 1)");
  });
});
