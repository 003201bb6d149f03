import { describe, expect, it } from "vitest";

import type { LooseStage } from "@countersign/shared/domain/approval-flow.ts";
import { money } from "@countersign/shared/domain/money.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { conditionText } from "@countersign/shared/words/condition-text.ts";
import { intervalText } from "@countersign/shared/words/interval-text.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";
import { screenFormats, screenWords } from "#renderer/kit/screen-words.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { before, hybridOrder, sampleOrder, unpricedOrder } from "#renderer/testing/sample-orders.ts";
import { ada, ben, clara, gus } from "#renderer/testing/sample-people.ts";

import { consequenceOfApproval } from "./consequence.ts";
import { quantityChange, quantityWords } from "./quantity-words.ts";
import { candidateWords, knownCondition, requirementWords } from "./stage-words.ts";

const t = screenWords("order");

describe("an order in words", () => {
  it("I18 reads ISO 8601 intervals as a person would say them", () => {
    const said = Object.fromEntries(
      ["P1D", "P4D", "P7D", "P21D", "P1W", "P2W", "P1M", "P12M", "P1Y", "P1M15D"].map((code) => [
        code,
        intervalText(code, screenFormats),
      ]),
    );
    expect(said).toEqual({
      P1D: "every day",
      P4D: "every 4 days",
      P7D: "every week",
      P21D: "every 3 weeks",
      P1W: "every week",
      P2W: "every 2 weeks",
      P1M: "every month",
      P12M: "every year",
      P1Y: "every year",
      P1M15D: "every 1 month and 15 days",
    });
  });

  it("computes a change of quantity without losing a digit", () => {
    const line = (now: string, then: string) =>
      quantityChange({
        ...(sampleOrder().lines[0] as ReturnType<typeof sampleOrder>["lines"][number]),
        quantity: { kind: "units", value: now },
        previousQuantity: { kind: "units", value: then },
      });
    expect(line("25", "10")).toBe("+15");
    expect(line("0.3", "0.1")).toBe("+0.2");
    expect(line("1", "1.000000001")).toBe("−0.000000001");
    expect(line("4", "4.0")).toBeUndefined();
  });

  it("does not say that an amount exceeds a limit in another currency", () => {
    const condition = {
      when: "spending-limit-exceeded",
      limit: money(100_000, "EUR"),
      amount: money(5, "USD"),
    } as const;
    expect(conditionText(condition, screenFormats)).toContain("the currencies differ");
  });

  it("tells what an approval leads to: the seller, the next stage, or more approvals", () => {
    const order = sampleOrder();
    expect(consequenceOfApproval(orderViewFor(order, ada.id))).toEqual({ leadsTo: "seller" });
    const first = { ...order, flow: { ...order.flow, decisions: [] } };
    expect(consequenceOfApproval(orderViewFor(first, ada.id))).toEqual({
      leadsTo: "next-stages",
      roles: ["approver"],
    });
    expect(consequenceOfApproval(orderViewFor(unpricedOrder(), ada.id))).toEqual({
      leadsTo: "more-approvals",
      count: 1,
    });
  });

  it("A88 tells who is still asked at the same time", () => {
    const order = hybridOrder();
    expect(consequenceOfApproval(orderViewFor(order, ada.id))).toEqual({
      leadsTo: "others-at-once",
      roles: ["distributor"],
    });
  });

  it("does not count a substitute as one more who must approve", () => {
    const [first] = unpricedOrder().flow.stages;
    const candidates = [
      referenceTo(ada),
      {
        ...referenceTo(ben),
        delegation: { delegator: referenceTo(ada), validFrom: before(1), validUntil: before(-48) },
      },
    ];
    expect(requirementWords({ mode: "all" }, { ...first!, candidates }, t)).toBe("one person decides");
  });

  const [pattern] = unpricedOrder().flow.stages;
  const asking = (candidates: LooseStage["candidates"]) => ({ ...pattern!, candidates });
  const delegation = { delegator: referenceTo(ada), validFrom: before(1), validUntil: before(-48) };

  it("says how many of those who are asked must approve", () => {
    const three = asking([ada, ben, gus].map(referenceTo));
    const escalated = asking([...three.candidates, { ...referenceTo(clara), escalatedAt: before(1) }]);
    expect(requirementWords({ mode: "any" }, three, t)).toBe("any one of 3");
    expect(requirementWords({ mode: "any" }, escalated, t)).toBe("any one of 4");
    expect(requirementWords({ mode: "all" }, three, t)).toBe("all 3");
    expect(requirementWords({ mode: "all" }, escalated, t)).toBe("all 3");
    expect(requirementWords({ mode: "n-of-m", n: 2 }, escalated, t)).toBe("2 of 4");
  });

  it("names who is asked, and for whom and until when, or since when", () => {
    expect(candidateWords(referenceTo(ben), t)).toBe("Ben Okafor");
    // The days are those of the reader's time zone.
    const [until, since] = [before(-48), before(30)].map((instant) => formatInstant(instant, "date"));
    expect(candidateWords({ ...referenceTo(ben), delegation }, t)).toBe(`Ben Okafor (for Ada Berg, until ${until})`);
    const escalated = { ...referenceTo(ben), escalatedAt: before(30) };
    expect(candidateWords(escalated, t)).toBe(`Ben Okafor (also asked since ${since}, because nobody had decided)`);
    expect(candidateWords({ ...escalated, delegation }, t)).toContain("for Ada Berg");
  });

  it("takes a condition as one of a newer kind as soon as a part of it is", () => {
    const limit = money(100_000, "EUR");
    const condition = { when: "spending-limit-exceeded", limit, amount: money(5, "EUR") } as const;
    expect(knownCondition({ ...pattern!, condition })).toEqual(condition);
    const newer = { ...condition, amount: { amountMinor: 5, currency: { newer: "XZZ" } } };
    expect(knownCondition({ ...pattern!, condition: newer })).toEqual({
      newer: { ...condition, amount: { amountMinor: 5, currency: "XZZ" } },
    });
  });

  it("writes quantities with the reader's separators and all their digits", () => {
    expect(quantityWords({ kind: "units", value: "12345.123456789" }, t)).toBe("12,345.123456789");
    expect(quantityWords({ kind: "pay-per-use" }, t)).toBe("Pay per use");
  });

  it("names no change of a quantity that is new, paid by use, or of a newer kind", () => {
    const { previousQuantity: _none, ...line } = sampleOrder().lines[0]!;
    const units = { kind: "units", value: "5" } as const;
    const perUse = { kind: "pay-per-use" } as const;
    const newer = { newer: { kind: "by-weight" } };
    expect(quantityChange(line)).toBeUndefined();
    expect(quantityChange({ ...line, quantity: units, previousQuantity: perUse })).toBeUndefined();
    expect(quantityChange({ ...line, quantity: perUse, previousQuantity: units })).toBeUndefined();
    expect(quantityChange({ ...line, quantity: units, previousQuantity: newer })).toBeUndefined();
    expect(quantityChange({ ...line, quantity: newer, previousQuantity: units })).toBeUndefined();
    expect(quantityChange({ ...line, quantity: { kind: "units", value: "12005" }, previousQuantity: units })).toBe(
      "+12,000",
    );
  });
});
