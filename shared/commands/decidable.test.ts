import { describe, expect, it } from "vitest";

import { loosened } from "#shared/domain/loose.ts";
import { orderSchema } from "#shared/domain/order.ts";
import {
  ada,
  after,
  approval,
  attempt,
  orderWith,
  refusalOf,
  reversal,
  stage,
} from "#shared/testing/fixtures/approval.ts";

import { decidable } from "./decidable.ts";

const order = orderWith([stage("one", [ada])]);
const { flow, lines } = order;
const [first] = flow.stages;
const [line] = lines;

const inCurrency = (currency: string) => ({ known: true, money: { amountMinor: 100, currency } });
const monthly = { interval: "P1M", startsAt: "2026-11-02T09:00:00.000Z", timeZone: "UTC" };

const objection = (sent: object, protocol = 1) => {
  const known = decidable(loosened(orderSchema).parse({ ...order, ...sent }), protocol);
  return known.ok ? undefined : known.error.code;
};

describe("deciding what a newer server sent", () => {
  it.each([
    ["the status", { status: "dreamt" }],
    ["the ERP's status", { erpStatus: "in-orbit" }],
    ["the role of a stage", { flow: { ...flow, stages: [{ ...first, role: "seer" }] } }],
    ["how many must approve", { flow: { ...flow, stages: [{ ...first, requirement: { mode: "by-lot" } }] } }],
    ["the rule that asks", { flow: { ...flow, stages: [{ ...first, condition: { when: "full-moon" } }] } }],
    ["the currency of its total", { totals: { ...order.totals, gross: inCurrency("XZZ") } }],
    ["the time zone of its executions", { recurrence: { ...monthly, timeZone: "Mars/Base" } }],
    ["the interval between them", { recurrence: { ...monthly, interval: "PT12H" } }],
    ["a rule of conduct", { flow: { ...flow, policy: { ...flow.policy, reversal: "on-sundays" } } }],
  ])("is refused when it depends on something of a newer kind: %s", (_what, sent) => {
    expect(objection(sent)).toBe("newer-kind");
  });

  it("is possible when only what it does not depend on is of a newer kind, or has unknown fields", () => {
    expect(objection({ lines: [{ ...line, quantity: { kind: "barrels", value: "3" } }] })).toBeUndefined();
    expect(objection({ source: { system: "telex" } })).toBeUndefined();
    expect(objection({ carbonGrams: 7, flow: { ...flow, stages: [{ ...first, mood: "calm" }] } })).toBeUndefined();
  });

  it("is refused on the device to a program older than the order demands", () => {
    expect(objection({ decidableFrom: 3 }, 2)).toBe("newer-program-needed");
    expect(objection({ decidableFrom: 3 }, 3)).toBeUndefined();
  });
});

describe("a decision made with an older program than its order demands", () => {
  const demanding = { ...order, decidableFrom: 2 };

  it("does not count, whoever sends it: the person did not know everything that they had to do", () => {
    expect(refusalOf(demanding, [1, ada, approval("one")]).code).toBe("newer-program-needed");
    const decided = { ...after(order, [1, ada, approval("one")]), decidableFrom: 2 };
    expect(refusalOf(decided, [2, ada, reversal(1)]).code).toBe("newer-program-needed");
  });

  it("does not include comments, which everybody may write", () => {
    const remark = { type: "comment-on-order", payload: { orderId: order.id, text: "Until Friday." } } as const;
    expect(attempt(demanding, [1, ada, remark]).ok).toBe(true);
  });
});
