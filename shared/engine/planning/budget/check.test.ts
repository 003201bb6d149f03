import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { stageConditionSchema } from "#shared/domain/approval-flow.ts";
import { money } from "#shared/domain/money.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import { rita, zoe } from "#shared/testing/fixtures/approval.ts";

import { checkBudget, checkBudgets } from "./check.ts";
import { budget, counting, euros, instant, marketing, order } from "./testing/orders.ts";

const past = [order("1", euros(600_00)), order("2", euros(300_00))];
const submitted = (gross: ReturnType<typeof euros> | undefined, more = {}) =>
  order("new", gross, { status: "draft", ...more });
const check = (gross: ReturnType<typeof euros> | undefined, ...rest: Parameters<typeof counting>) =>
  checkBudget(budget(), submitted(gross), past, counting(...rest));

describe("the check of an order against a budget", () => {
  it("I04 asks when spent and the order together are strictly greater; equal passes", () => {
    expect(check(euros(100_00))).toBeUndefined();
    expect(check(euros(100_01))).toEqual({
      when: "budget-exceeded",
      owner: "requester",
      period: "monthly",
      budget: euros(1_000_00),
      spent: euros(900_00),
      amount: euros(100_01),
    });
  });

  it("I04 asks when equal, if the comparison says so", () => {
    expect(check(euros(100_00), { comparison: "reaches" })).toMatchObject({ when: "budget-exceeded" });
    expect(check(euros(99_99), { comparison: "reaches" })).toBeUndefined();
  });

  it("I04 I05 no budget is defined: nobody is asked, whatever the amount", () => {
    expect(checkBudgets([], submitted(euros(1e12)), past, counting())).toEqual([]);
    expect(
      checkBudgets(
        [budget({ owner: { kind: "requester", personId: zoe.personId } })],
        submitted(euros(1e12)),
        [],
        counting(),
      ),
    ).toEqual([]);
  });

  it("I04 the budget is defined and covers the order: the check runs and nobody is asked", () => {
    expect(checkBudgets([budget()], submitted(euros(1_00)), past, counting())).toEqual([]);
  });

  it("I02 I25 a cost centre's budget concerns its orders, beside the requester's own", () => {
    const costCentre = budget({ owner: { kind: "cost-centre", costCentreId: "cc-1" }, amount: euros(10_00) });
    const both = [costCentre, budget()];
    const reasons = checkBudgets(both, submitted(euros(200_00), { costCentre: marketing }), past, counting());
    expect(reasons).toMatchObject([
      { owner: "cost-centre", spent: euros(0), budget: euros(10_00) },
      { owner: "requester", spent: euros(900_00) },
    ]);
    expect(checkBudgets(both, submitted(euros(200_00)), past, counting())).toMatchObject([{ owner: "requester" }]);
  });

  it("I25 pending orders are committed, not spent: they take nothing from the next order", () => {
    const waiting = [...past, order("3", euros(900_00), { status: "pending" })];
    expect(checkBudget(budget(), submitted(euros(100_00)), waiting, counting())).toBeUndefined();
  });

  it("I25 a new window starts at zero", () => {
    const december = submitted(euros(1_000_00), { placedAt: instant("2026-12-01T00:00:00Z") });
    expect(checkBudget(budget(), december, past, counting())).toBeUndefined();
  });

  it("I25 a fixed budget asks nobody about an order outside its days", () => {
    const owner = { kind: "cost-centre", costCentreId: "cc-1" } as const;
    const fixed = budget({
      owner,
      amount: euros(0),
      term: { period: "fixed", startsOn: "2026-01-01", endsOn: "2026-11-21" },
    });
    const placed = (placedAt: string) =>
      checkBudget(fixed, submitted(euros(1), { costCentre: marketing, placedAt: instant(placedAt) }), [], counting());
    expect(placed("2026-11-21T23:59:59Z")).toMatchObject({ when: "budget-exceeded", period: "fixed" });
    expect(placed("2026-11-22T00:00:00Z")).toBeUndefined();
  });

  it("I25 compares the price that the company counts: net with shipping, or gross", () => {
    const totals = { ...submitted(euros(120_00)).totals, net: submitted(euros(100_00)).totals.net };
    const taxed = submitted(undefined, { totals });
    expect(checkBudget(budget(), taxed, past, counting({ priceType: "net" }))).toBeUndefined();
    expect(checkBudget(budget(), taxed, past, counting())).toMatchObject({ amount: euros(120_00) });
  });

  it("I04 an unknown amount exceeds every budget", () => {
    expect(check(undefined)).toEqual({ when: "amount-unknown" });
  });

  it("I04 asks when a spent order has no known price, because nobody knows what remains", () => {
    const unpriced = [order("3", undefined)];
    expect(checkBudget(budget(), submitted(euros(1)), unpriced, counting())).toMatchObject({
      when: "budget-exceeded",
      spent: euros(0),
    });
  });

  it("I04 compares another currency in the budget's own, at the given rate", () => {
    const rates = [{ from: "USD", to: "EUR", rate: "0.5" }];
    expect(check(money(200_00, "USD"), {}, rates)).toBeUndefined();
    expect(check(money(200_01, "USD"), {}, rates)).toMatchObject({ amount: euros(100_01) });
  });

  it("I04 asks a person when there is no rate, with the original amount", () => {
    expect(check(money(1, "USD"))).toMatchObject({ when: "budget-exceeded", amount: money(1, "USD") });
  });

  it("I04 an order is not counted against itself when it is checked again", () => {
    const again = order("2", euros(300_00));
    expect(checkBudget(budget({ amount: euros(900_00) }), again, past, counting())).toBeUndefined();
    expect(checkBudget(budget({ amount: euros(899_99) }), again, past, counting())).toMatchObject({
      spent: euros(600_00),
    });
  });

  it("I04 an overspent budget asks about every order, even one that costs nothing", () => {
    const overspent = [order("1", euros(1_000_01))];
    expect(checkBudget(budget(), submitted(euros(0)), overspent, counting())).toMatchObject({
      when: "budget-exceeded",
    });
  });

  it("I04 whatever the orders, a person is asked exactly when the sum is greater, and the reason can be stored", () => {
    const orders = fc.array(fc.tuple(fc.maxSafeInteger(), fc.constantFrom(...orderStatusSchema.options)), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(orders, fc.maxSafeInteger(), fc.nat(Number.MAX_SAFE_INTEGER), (made, amount, limit) => {
        const placed = made.map(([minor, status], index) => order(`${index}`, euros(minor), { status }));
        const reason = checkBudget(budget({ amount: euros(limit) }), submitted(euros(amount)), placed, counting());
        expect(stageConditionSchema.optional().safeParse(reason).error).toBeUndefined();
        const spent = ["approved", "not-needed", "executing", "executed"];
        const sum = made.reduce((sum, [minor, status]) => (spent.includes(status) ? sum + BigInt(minor) : sum), 0n);
        const isStorable = sum >= BigInt(Number.MIN_SAFE_INTEGER) && sum <= BigInt(Number.MAX_SAFE_INTEGER);
        fc.pre(isStorable);
        expect(reason !== undefined).toBe(sum + BigInt(amount) > BigInt(limit));
      }),
    );
  });

  it("belongs to the requester who placed the order", () => {
    expect(checkBudget(budget(), submitted(euros(1e12), { requester: zoe }), [], counting())).toBeUndefined();
    expect(checkBudget(budget(), submitted(euros(1e12), { requester: rita }), [], counting())).toBeDefined();
  });
});
