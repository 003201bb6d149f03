import { describe, expect, it } from "vitest";

import { orderIdSchema } from "#shared/domain/ids.ts";
import { money } from "#shared/domain/money.ts";

import type { Charge, GatewayAnswer } from "./charge.ts";
import { chargeRequest, settlementOf } from "./charge.ts";

const orderId = orderIdSchema.parse("order-1");
const cost = money(120_00, "EUR");
const accepted: GatewayAnswer = { state: "accepted" };
const refused: GatewayAnswer = { state: "refused", error: "card declined" };
const unanswered: GatewayAnswer = { state: "unanswered" };

const charge = (attempt: number, answer: GatewayAnswer, more: Partial<Charge> = {}): Charge => ({
  ...chargeRequest(orderId, attempt, "token-1", cost),
  answer,
  ...more,
});

describe("the payment of an order", () => {
  it("W27 has one key for each attempt of each order", () => {
    const key = (id: string, attempt: number) =>
      chargeRequest(orderIdSchema.parse(id), attempt, "token-1", cost).idempotencyKey;
    expect(key("order-1", 1)).toBe(key("order-1", 1));
    expect(new Set([key("order-1", 1), key("order-1", 2), key("order-2", 1), key("order-1/1", 2)]).size).toBe(4);
  });

  it("can be requested while no charge has been", () => {
    expect(settlementOf([], 1, cost)).toEqual({ state: "free" });
  });

  it("W26 is made by one accepted charge, at any attempt", () => {
    expect(settlementOf([charge(1, accepted)], 1, cost)).toEqual({ state: "paid" });
    expect(settlementOf([charge(1, refused), charge(2, accepted)], 3, cost)).toEqual({ state: "paid" });
  });

  it("W27 is never requested again once a charge is accepted, even of another amount", () => {
    const cheaper = money(100_00, "EUR");
    const failed = {
      state: "failed",
      reason: { code: "charged-amount-differs", args: { charged: cheaper, totalCost: cost } },
    };
    expect(settlementOf([charge(1, accepted, { amount: cheaper })], 2, cost)).toEqual(failed);
    expect(settlementOf([charge(1, accepted, { amount: money(120_00, "USD") })], 2, cost).state).toBe("failed");
  });

  it("W27 fails with the gateway's error, and can be attempted again, because nothing was charged", () => {
    expect(settlementOf([charge(1, refused)], 1, cost)).toEqual({
      state: "failed",
      reason: { code: "gateway-refused", args: { attempt: 1, error: "card declined" } },
    });
    expect(settlementOf([charge(1, refused)], 2, cost)).toEqual({ state: "free" });
  });

  it("W27 repeats an unanswered charge with its own key, card and amount, because it may have been made", () => {
    const open = charge(1, unanswered, { tokenId: "token-old" });
    expect(settlementOf([open], 1, cost)).toEqual({
      state: "failed",
      reason: { code: "gateway-unanswered", args: { attempt: 1 } },
    });
    expect(settlementOf([open], 2, money(130_00, "EUR"))).toEqual({
      state: "ask-again",
      charge: { idempotencyKey: "order-1/1", attempt: 2, tokenId: "token-old", amount: cost },
    });
  });

  it("W27 uses the latest answer to an open charge", () => {
    const open = charge(1, unanswered);
    const again = (answer: GatewayAnswer) => settlementOf([open, { ...open, attempt: 2, answer }], 2, cost);
    expect(again(accepted)).toEqual({ state: "paid" });
    expect(again(refused)).toMatchObject({
      state: "failed",
      reason: { code: "gateway-refused", args: { attempt: 2 } },
    });
    expect(again(unanswered)).toMatchObject({ state: "failed", reason: { code: "gateway-unanswered" } });
    expect(settlementOf([open, { ...open, attempt: 2, answer: refused }], 3, cost)).toEqual({ state: "free" });
    expect(settlementOf([open, { ...open, attempt: 2 }], 3, cost).state).toBe("ask-again");
    expect(settlementOf([open, charge(1, refused)], 1, cost)).toMatchObject({ reason: { code: "gateway-refused" } });
  });
});
