import { describe, expect, it } from "vitest";

import type { StageCondition } from "#shared/domain/approval-flow.ts";
import { money } from "#shared/domain/money.ts";

import { conditionText } from "./condition-text.ts";
import { readerFormats } from "./formats.ts";
import { refusalText } from "./refusal-text.ts";

const german = readerFormats({ language: "de", locale: "de", instant: String });
const english = readerFormats({ language: "en", locale: "en", instant: String });
const plain = (text: string) => text.replaceAll("\u00A0", " ");

describe("the reasons in a reader's language", () => {
  const budget: StageCondition = {
    when: "budget-exceeded",
    owner: "cost-centre",
    period: "monthly",
    budget: money(100_000, "EUR"),
    spent: money(40_000, "EUR"),
    amount: money(124_050, "EUR"),
  };

  it("have words and amounts in that language", () => {
    expect(plain(conditionText(budget, german))).toBe(
      "400,00 EUR sind bereits ausgegeben; mit 1.240,50 EUR wird das monatliche Budget der Kostenstelle von 1.000,00 EUR überschritten.",
    );
    expect(plain(conditionText(budget, english))).toBe(
      "With 400.00 EUR already spent, 1,240.50 EUR exceeds the cost centre’s monthly budget of 1,000.00 EUR.",
    );
  });

  it("I18 write ISO 8601 intervals as a person would say them", () => {
    const recurs = (interval: string) =>
      /sich (.*);/.exec(conditionText({ when: "recurring-order", interval }, german))?.[1];
    expect(["P1M", "P21D", "P18M", "P1Y6M", "P1Y6M3D"].map(recurs)).toEqual([
      "jeden Monat",
      "alle 3 Wochen",
      "alle 18 Monate",
      "im Abstand von 1 Jahr und 6 Monaten",
      "im Abstand von 1 Jahr und 6 Monaten und 3 Tagen",
    ]);
  });

  it("are English if the language has no sentence of its own", () => {
    const gateway = { code: "gateway-refused", args: { attempt: 2, error: "card expired" } } as const;
    expect(refusalText(gateway, german)).toContain("Versuch 2 abgelehnt: card expired.");
    expect(refusalText({ code: "own-order", args: {} }, german)).toBe(
      refusalText({ code: "own-order", args: {} }, english),
    );
  });
});
