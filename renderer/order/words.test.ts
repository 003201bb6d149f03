import { describe, expect, it } from "vitest";

import { money } from "@countersign/shared/domain/money.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { conditionText } from "@countersign/shared/words/condition-text.ts";
import { intervalText } from "@countersign/shared/words/interval-text.ts";
import { screenFormats, screenWords } from "#renderer/kit/screen-words.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { before, hybridOrder, sampleOrder, unpricedOrder } from "#renderer/testing/sample-orders.ts";
import { ada, ben } from "#renderer/testing/sample-people.ts";

import { consequenceOfApproval } from "./consequence.ts";
import { quantityChange } from "./quantity-words.ts";
import { requirementWords } from "./stage-words.ts";

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
});
