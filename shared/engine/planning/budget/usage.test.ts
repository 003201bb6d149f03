import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { knownAmount, money, moneyFromDecimal, toDecimalString, unknownAmount } from "#shared/domain/money.ts";
import type { OrderStatus, OrderTotals } from "#shared/domain/order.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import { max, rita, zoe } from "#shared/testing/fixtures/approval.ts";
import costCentreOrders from "#shared/testing/fixtures/intershop/cost-centre-orders.json" with { type: "json" };
import costCentres from "#shared/testing/fixtures/intershop/cost-centres.json" with { type: "json" };

import type { CountedOrder } from "./counted-order.ts";
import { budget, counting, euros, instant, marketing, order } from "./testing/orders.ts";
import { usageAt, withPriceType } from "./usage.ts";

const now = instant("2026-11-25T12:00:00Z");
const usage = (orders: CountedOrder[], ...rest: Parameters<typeof counting>) =>
  usageAt(budget(), now, orders, counting(...rest))!;
const figures = (orders: CountedOrder[], ...rest: Parameters<typeof counting>) => {
  const { spent, committed, remaining } = usage(orders, ...rest);
  return [spent, committed, remaining].map(({ amountMinor }) => amountMinor);
};

const attributes = (index: number) =>
  new Map(costCentres[index]!.attributes.map(({ name, value }): [string, unknown] => [name, value]));
const dollars = (attribute: unknown) => {
  const read = moneyFromDecimal(String((attribute as { value: number }).value), "USD");
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
};

describe("what is spent of a budget", () => {
  it("I25 is the sum of its orders; what remains is the rest", () => {
    expect(figures([order("1", euros(300_00)), order("2", euros(1))])).toEqual([300_01, 0, 699_99]);
    expect(figures([])).toEqual([0, 0, 1_000_00]);
  });

  it("I25 counts an order by its status: a waiting one is committed, a failed or rejected one neither", () => {
    const weights: Record<string, [OrderStatus, ...OrderStatus[]]> = {
      spent: ["approved", "not-needed", "executing", "executed"],
      committed: ["pending", "waiting-for-parent", "waiting-for-data", "blocked-by-credit"],
      none: ["draft", "rejected", "failed-after-approval"],
    };
    expect(Object.values(weights).flat().toSorted()).toEqual(orderStatusSchema.options.toSorted());
    for (const [weight, statuses] of Object.entries(weights))
      for (const status of statuses) {
        const amounts = [weight === "spent" ? 1_00 : 0, weight === "committed" ? 1_00 : 0];
        expect(figures([order("1", euros(1_00), { status })])).toEqual([...amounts, 1_000_00 - amounts[0]!]);
      }
  });

  it("I25 an overspent cost centre has a negative remainder, as in the published example", () => {
    const overspent = attributes(1);
    const placed = Number(overspent.get("approvedOrders"));
    const spent = dollars(overspent.get("spentBudget"));
    const share = money(Math.floor(spent.amountMinor / placed), "USD");
    const rest = money(spent.amountMinor - share.amountMinor * (placed - 1), "USD");
    const onCostCentre = { costCentre: { id: String(overspent.get("costCenterId")), name: "Subsidiary" } };
    const orders = [...Array(placed).keys()].map((index) =>
      order(`${index}`, index === 0 ? rest : share, onCostCentre),
    );
    const waiting = order("waiting", money(1, "USD"), { ...onCostCentre, status: "pending" });
    const published = budget({
      owner: { kind: "cost-centre", costCentreId: "100401" },
      amount: dollars(overspent.get("budget")),
    });
    const used = usageAt(published, now, [...orders, waiting], counting());
    expect(used).toMatchObject({
      spent,
      remaining: dollars(overspent.get("remainingBudget")),
      spentOrders: 4,
      committedOrders: overspent.get("pendingOrders"),
    });
    expect(used && toDecimalString(used.remaining)).toBe("-151759.02");
  });

  it("I25 net is without tax and gross with it, shipping is in both", () => {
    const totals: OrderTotals = {
      net: knownAmount(euros(100_00)),
      shipping: knownAmount(euros(10_00)),
      tax: knownAmount(euros(20_90)),
      gross: knownAmount(euros(130_90)),
    };
    expect(figures([order("1", undefined, { totals })], { priceType: "net" })[0]).toBe(110_00);
    expect(figures([order("1", undefined, { totals })], { priceType: "gross" })[0]).toBe(130_90);
  });

  it("I25 counts the published orders of a cost centre by the company's price type", () => {
    const published = costCentreOrders.orders.map(
      ({ orderNo, orderDate: [year, month, day], orderTotalGross, orderTotalNet }) => {
        const [net, gross] = [orderTotalNet, orderTotalGross].map(dollars).map(knownAmount);
        return order(orderNo, undefined, {
          placedAt: instant(new Date(Date.UTC(year!, month! - 1, day)).toISOString()),
          costCentre: { id: costCentreOrders.costCenterId, name: "Headquarter" },
          totals: { net: net!, gross: gross!, shipping: knownAmount(money(0, "USD")), tax: unknownAmount },
        });
      },
    );
    const headquarter = budget({
      owner: { kind: "cost-centre", costCentreId: "100400" },
      amount: dollars(attributes(0).get("budget")),
    });
    const remaining = (priceType: "net" | "gross") =>
      toDecimalString(usageAt(headquarter, published[0]!.placedAt, published, counting({ priceType }))!.remaining);
    expect([remaining("net"), remaining("gross")]).toEqual(["18398.26", "17999.54"]);
  });

  it("I25 switching the price type resets what is spent to zero; switching to the same one does not", () => {
    const before = counting().settings;
    const at = instant("2026-11-24T00:00:00Z");
    const switched = withPriceType(before, "net", at);
    expect(withPriceType(before, "gross", at)).toBe(before);
    const orders = [
      order("before", euros(300_00)),
      order("waiting", euros(1_00), { status: "pending" }),
      order("after", euros(20_00), { placedAt: at }),
    ];
    expect(figures(orders)).toEqual([320_00, 1_00, 680_00]);
    expect(figures(orders, switched)).toEqual([20_00, 0, 980_00]);
  });

  it("I25 a person's budget counts their own orders, a cost centre's those assigned to it, whoever placed them", () => {
    const orders = [
      order("1", euros(1)),
      order("2", euros(10), { requester: zoe, costCentre: marketing }),
      order("3", euros(100), { costCentre: marketing }),
      order("4", euros(1_000), { costCentre: { id: "cc-2", name: "Sales" } }),
    ];
    const spentBy = (owner: ReturnType<typeof budget>["owner"]) =>
      usageAt(budget({ owner }), now, orders, counting())!.spent.amountMinor;
    expect(spentBy({ kind: "requester", personId: rita.personId })).toBe(1_101);
    expect(spentBy({ kind: "requester", personId: max.personId })).toBe(0);
    expect(spentBy({ kind: "cost-centre", costCentreId: "cc-1" })).toBe(110);
  });

  it("I25 an order counts in the window that it was placed in", () => {
    const placed = (placedAt: string) => order("1", euros(1_00), { placedAt: instant(placedAt) });
    const spent = (placedAt: string) => usage([placed(placedAt)]).spent.amountMinor;
    expect(spent("2026-10-31T23:59:59.999Z")).toBe(0);
    expect(spent("2026-11-01T00:00:00Z")).toBe(1_00);
    expect(spent("2026-11-30T23:59:59.999Z")).toBe(1_00);
    expect(spent("2026-12-01T00:00:00Z")).toBe(0);
  });

  it("I25 a fixed budget that is not in force has no usage", () => {
    const term = { period: "fixed", startsOn: "2026-12-01" } as const;
    expect(usageAt(budget({ term }), now, [order("1", euros(1))], counting())).toBeUndefined();
  });

  it("an order in another currency counts at the given rate, each rounded once", () => {
    const orders = [order("1", money(1, "USD")), order("2", money(1, "USD"))];
    expect(figures(orders, {}, [{ from: "USD", to: "EUR", rate: "0.5" }])[0]).toBe(2);
  });

  it("names the spent orders whose price is unknown or has no rate, because they are missing from the sum", () => {
    const orders = [
      order("z", undefined),
      order("b", money(5, "USD")),
      order("c", euros(5)),
      order("d", undefined, { status: "pending" }),
    ];
    expect(usage(orders)).toMatchObject({
      spent: euros(5),
      committed: euros(0),
      unpriced: ["b", "z"],
      committedOrders: 1,
    });
    const withoutNet = { ...order("e", euros(5)).totals, shipping: unknownAmount };
    expect(usage([order("e", undefined, { totals: withoutNet })], { priceType: "net" }).unpriced).toEqual(["e"]);
  });

  it("a sum too large to be stored stays at the largest possible figure", () => {
    const most = euros(Number.MAX_SAFE_INTEGER);
    const orders = [order("1", most), order("2", most)];
    expect(usage(orders).spent).toEqual(most);
    expect(usage(orders).remaining).toEqual(euros(-Number.MAX_SAFE_INTEGER));
    expect(usage([...orders, order("3", euros(-Number.MAX_SAFE_INTEGER))]).spent).toEqual(most);
  });

  it("I25 never drifts from the sum of its orders, whatever the order in which their changes arrive", () => {
    const statuses = fc.array(fc.constantFrom(...orderStatusSchema.options), { minLength: 1, maxLength: 5 });
    const lives = fc.array(fc.tuple(fc.integer({ min: -1_000, max: 100_000 }), statuses), { maxLength: 8 });
    const traces = lives.chain((lives) => {
      const events = lives.flatMap(([amount, statuses], id) =>
        statuses.map((status, index) => order(`${id}`, euros(amount), { status, revision: index + 1 })),
      );
      const arrived = fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 });
      return fc.tuple(fc.constant(lives), arrived);
    });
    fc.assert(
      fc.property(traces, ([lives, arrived]) => {
        const sumOf = (counted: readonly OrderStatus[]) =>
          lives.reduce((sum, [amount, statuses]) => (counted.includes(statuses.at(-1)!) ? sum + amount : sum), 0);
        const spent = sumOf(["approved", "not-needed", "executing", "executed"]);
        const committed = sumOf(["pending", "waiting-for-parent", "waiting-for-data", "blocked-by-credit"]);
        expect(figures(arrived)).toEqual([spent, committed, 1_000_00 - spent]);
      }),
    );
  });
});
