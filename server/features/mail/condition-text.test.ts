import { describe, expect, it } from "vitest";

import { sentences } from "@countersign/shared/words/en/sentences.ts";
import type { StageCondition } from "@countersign/shared/domain/approval-flow.ts";
import { money } from "@countersign/shared/domain/money.ts";
import { acceptanceRefusalCodes } from "@countersign/shared/engine/fulfilment/acceptance/refusals.ts";
import type { ConditionTemplate } from "@countersign/shared/engine/approval/condition-templates.ts";
import { conditionTemplates } from "@countersign/shared/engine/approval/condition-templates.ts";

import { germanConditions, germanStops } from "./german-conditions.ts";
import { conditionText, stopText } from "./condition-text.ts";

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name).toSorted();

describe("the reasons in a mail", () => {
  it("exist in German, with the same figures", () => {
    const reasons = Object.entries(conditionTemplates) as [ConditionTemplate, string][];
    expect(reasons.map(([name]) => [name, placeholders(germanConditions[name])])).toEqual(
      reasons.map(([name, english]) => [name, placeholders(english)]),
    );
    const figures = (text: string) => [...new Set(placeholders(text))];
    expect(acceptanceRefusalCodes.map((code) => [code, figures(germanStops[code])])).toEqual(
      acceptanceRefusalCodes.map((code) => [code, figures(`${sentences[code].happened} ${sentences[code].next}`)]),
    );
  });

  it("say figures that are words in the reader's language", () => {
    const limit = money(100_000, "EUR");
    const spent = money(40_000, "EUR");
    const amount = money(124_050, "EUR");
    const budget = { when: "budget-exceeded", owner: "cost-centre", period: "monthly", budget: limit, spent, amount };
    expect(conditionText(budget as StageCondition, "de")).toBe(
      "400,00 EUR sind ausgegeben; mit 1.240,50 EUR wird das monatliche Budget der Kostenstelle von 1.000,00 EUR überschritten.",
    );
    expect(conditionText(budget as StageCondition, "en")).toBe(
      "With 400.00 EUR already spent, 1,240.50 EUR exceeds the cost centre’s monthly budget of 1,000.00 EUR.",
    );
    const recurs = (interval: string) => conditionText({ when: "recurring-order", interval }, "de");
    expect(["P1M", "P21D", "P18M"].map(recurs).map((text) => /sich (.*);/.exec(text)?.[1])).toEqual([
      "jeden Monat",
      "alle 3 Wochen",
      "alle 18 Monate",
    ]);
    const args = { attempt: 2, error: "card expired" };
    expect(stopText("gateway-refused", args, "de")).toContain("Versuch 2 abgelehnt: card expired.");
    expect(stopText("own-order", {}, "de")).toBe(stopText("own-order", {}, "en"));
    expect(stopText("of a later version", {}, "de")).toBeUndefined();
  });
});
