import { describe, expect, it } from "vitest";

import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";

import type { Charge, GatewayAnswer } from "./charge.ts";
import type { AcceptanceInput } from "./check-acceptance.ts";
import { checkAcceptance } from "./check-acceptance.ts";
import {
  acceptance,
  accepted,
  account,
  cardWithoutTokens,
  cash,
  credit,
  deposit,
  instant,
  token,
} from "./testing/reseller.ts";

const euros = (amountMinor: number) => money(amountMinor, "EUR");
const check = (more: Partial<AcceptanceInput> = {}) => checkAcceptance(acceptance(more));

const noCredit = credit({ limitMinor: 0 });
const manual = accepted({
  lines: [
    { product: "Mail", isAutomatic: true },
    { product: "Server", isAutomatic: false },
    { product: "Rack", isAutomatic: false },
  ],
});
const byCash = account({ payment: cash, tokens: [] });
const withoutToken = account({ tokens: [] });

const answered = (answer: GatewayAnswer): Charge => ({
  idempotencyKey: "order-1/1",
  attempt: 1,
  tokenId: "token-1",
  amount: euros(120_00),
  answer,
});
const paid = [answered({ state: "accepted" })];

describe("the checks after acceptance", () => {
  it("W17 run in their order and stop at the first that diverts", () => {
    const all = { credit: noCredit, order: manual, account: withoutToken };
    expect(check(all).outcome).toBe("blocked-by-credit");
    expect(check({ ...all, credit: credit() }).outcome).toBe("to-distributor");
    expect(check({ account: withoutToken })).toMatchObject({ outcome: "stays-pending", stoppedAt: "active-token" });
    expect(check()).toMatchObject({ outcome: "stays-pending", stoppedAt: "gateway" });
    expect(check({ charges: paid }).outcome).toBe("execute");
  });

  it("W17 W23 look for a token only under card payment", () => {
    for (const payment of [cash, deposit]) {
      const checked = check({ account: account({ payment, tokens: [] }) });
      expect(checked).toMatchObject({ outcome: "execute", notifications: [] });
      expect(checked).not.toHaveProperty("charge");
    }
  });
});

describe("the check of the credit", () => {
  it("W18 W19 W20 W59 submits an order without credit to the distributor, tells the reseller, and shows the figures", () => {
    const order = accepted({ totalCost: knownAmount(euros(500_01)) });
    const reason = { code: "credit-insufficient", args: { needed: euros(500_01), available: euros(500_00) } };
    expect(check({ order, account: byCash })).toEqual({
      outcome: "blocked-by-credit",
      stoppedAt: "available-credit",
      reason,
      notifications: [
        { type: "credit-insufficient", to: "reseller", orderId: "order-1", reason },
        { type: "order-submitted", to: "distributor", orderId: "order-1", because: "insufficient-credit" },
      ],
      figures: { totalCost: knownAmount(euros(500_01)), credit: credit(), available: euros(500_00) },
    });
  });

  it("W18 W21 continues when the credit is just enough", () => {
    const order = accepted({ totalCost: knownAmount(euros(500_00)) });
    expect(check({ order, account: byCash }).outcome).toBe("execute");
  });

  it("W18 blocks an order whose cost is unknown or cannot be compared", () => {
    expect(check({ order: accepted({ totalCost: unknownAmount }), account: byCash })).toMatchObject({
      outcome: "blocked-by-credit",
      reason: { code: "total-cost-unknown" },
    });
    expect(check({ order: accepted({ totalCost: knownAmount(money(1, "USD")) }), account: byCash })).toMatchObject({
      outcome: "blocked-by-credit",
      reason: { code: "credit-currency-mismatch" },
    });
  });

  it("W58 is made before each execution, even of an order that is already paid", () => {
    expect(check({ account: byCash, credit: noCredit }).outcome).toBe("blocked-by-credit");
    expect(check({ charges: paid, credit: noCredit }).outcome).toBe("blocked-by-credit");
  });
});

describe("the check for automatic execution", () => {
  it("W22 submits the whole order to the distributor when one product is executed by hand, and names the products", () => {
    expect(check({ order: manual })).toMatchObject({
      outcome: "to-distributor",
      stoppedAt: "automatic-execution",
      reason: { code: "manual-execution-needed", args: { products: "Server, Rack" } },
      notifications: [{ type: "order-submitted", to: "distributor", orderId: "order-1", because: "manual-execution" }],
    });
  });

  it("W22 charges no card for an order that the distributor executes", () => {
    expect(check({ order: manual })).not.toHaveProperty("charge");
  });
});

describe("the check of the token", () => {
  it("W08 W25 W28 W29 keeps the order pending and warns the reseller without a token that pays", () => {
    for (const [more, cause] of [
      [account({ tokens: [] }), "no-token"],
      [account({ tokens: [token({ isActive: false })] }), "inactive"],
      [account({ tokens: [token({ expiry: "2026-10" })] }), "expired"],
      [account({ payment: cardWithoutTokens }), "gateway-without-tokens"],
    ] as const) {
      const reason = { code: "payment-method-unsupported", args: { cause } };
      expect(check({ account: more })).toMatchObject({
        outcome: "stays-pending",
        stoppedAt: "active-token",
        reason,
        notifications: [{ type: "payment-method-unsupported", to: "reseller", orderId: "order-1", reason }],
      });
    }
  });

  it("W30 accepts a card through the last day of its expiry month in the reseller's time zone", () => {
    const expiring = account({ tokens: [token({ expiry: "2026-11" })] });
    const at = (text: string) => check({ account: expiring, at: instant(text) });
    expect(at("2026-11-30T22:59:59.999Z")).toMatchObject({ stoppedAt: "gateway" });
    expect(at("2026-11-30T23:00:00.000Z")).toMatchObject({ stoppedAt: "active-token" });
  });
});

describe("the gateway", () => {
  it("W26 is asked for the total cost once, with a key, and executes the order when it accepts", () => {
    const asked = check();
    expect(asked).toMatchObject({
      outcome: "stays-pending",
      stoppedAt: "gateway",
      charge: { idempotencyKey: "order-1/1", attempt: 1, tokenId: "token-1", amount: euros(120_00) },
      notifications: [],
    });
    expect(asked).not.toHaveProperty("reason");
    expect(check({ charges: paid })).toMatchObject({ outcome: "execute", notifications: [] });
  });

  it("W26 is not asked for an amount of zero", () => {
    expect(check({ order: accepted({ totalCost: knownAmount(euros(0)) }) })).toMatchObject({ outcome: "execute" });
    expect(check({ order: accepted({ totalCost: knownAmount(euros(1)) }) })).toHaveProperty("charge");
  });

  it("W27 leaves the order pending with its error, tells the reseller and not the distributor", () => {
    const reason = { code: "gateway-refused", args: { attempt: 1, error: "card declined" } };
    const checked = check({ charges: [answered({ state: "refused", error: "card declined" })] });
    expect(checked).toMatchObject({
      outcome: "stays-pending",
      stoppedAt: "gateway",
      reason,
      notifications: [{ type: "payment-failed", to: "reseller", orderId: "order-1", reason }],
    });
    expect(checked).not.toHaveProperty("charge");
  });

  it("W27 can be asked again after an error, with a new key", () => {
    const charges = [answered({ state: "refused", error: "card declined" })];
    expect(check({ charges, attempt: 2 })).toMatchObject({ charge: { idempotencyKey: "order-1/2", attempt: 2 } });
  });

  it("W27 charges nothing twice: it is asked again with the old key, even if the card has expired since", () => {
    const charges = [answered({ state: "unanswered" })];
    expect(check({ charges })).toMatchObject({ outcome: "stays-pending", reason: { code: "gateway-unanswered" } });
    expect(check({ charges, attempt: 2, account: withoutToken })).toMatchObject({
      outcome: "stays-pending",
      charge: { idempotencyKey: "order-1/1" },
    });
  });

  it("W26 W27 executes what is paid without another charge, even if the card has expired since", () => {
    const again = check({ charges: paid, attempt: 2, account: withoutToken });
    expect(again.outcome).toBe("execute");
    expect(again).not.toHaveProperty("charge");
  });
});
