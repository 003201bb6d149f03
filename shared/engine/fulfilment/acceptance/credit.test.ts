import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";

import { availableCredit, coveredCost } from "./credit.ts";
import { credit } from "./testing/reseller.ts";

const euros = (amountMinor: number) => money(amountMinor, "EUR");

describe("the available credit", () => {
  it("W52 is the limit less the balance owed less what is committed and not invoiced", () => {
    expect(availableCredit(credit())).toEqual(euros(500_00));
    expect(availableCredit(credit({ balanceOwedMinor: -100_00 }))).toEqual(euros(900_00));
    expect(availableCredit(credit({ limitMinor: 0 }))).toEqual(euros(-500_00));
  });

  it("W18 W21 covers a cost up to it, equal included", () => {
    expect(coveredCost(knownAmount(euros(499_99)), credit(), [])).toEqual({ ok: true, value: euros(499_99) });
    expect(coveredCost(knownAmount(euros(500_00)), credit(), [])).toEqual({ ok: true, value: euros(500_00) });
    expect(coveredCost(knownAmount(euros(500_01)), credit(), [])).toEqual({
      ok: false,
      error: { code: "credit-insufficient", args: { needed: euros(500_01), available: euros(500_00) } },
    });
  });

  it("W18 covers nothing once it is negative, not even an order that costs nothing", () => {
    expect(coveredCost(knownAmount(euros(0)), credit({ limitMinor: 500_00 }), []).ok).toBe(true);
    expect(coveredCost(knownAmount(euros(0)), credit({ limitMinor: 499_99 }), []).ok).toBe(false);
  });

  it("W18 covers no cost that is unknown", () => {
    expect(coveredCost(unknownAmount, credit(), [])).toEqual({
      ok: false,
      error: { code: "total-cost-unknown", args: {} },
    });
  });

  it("W18 covers a cost in another currency at the rate given, and none without a rate", () => {
    const dollars = knownAmount(money(1_000_00, "USD"));
    const rate = (text: string) => [{ from: "USD", to: "EUR", rate: text }];
    expect(coveredCost(dollars, credit(), rate("0.5"))).toEqual({ ok: true, value: money(1_000_00, "USD") });
    expect(coveredCost(dollars, credit(), rate("0.50001"))).toEqual({
      ok: false,
      error: { code: "credit-insufficient", args: { needed: euros(500_01), available: euros(500_00) } },
    });
    expect(coveredCost(dollars, credit(), [])).toEqual({
      ok: false,
      error: { code: "credit-currency-mismatch", args: { orderCurrency: "USD", creditCurrency: "EUR" } },
    });
  });

  it("W52 W58 never covers a cost that would leave less than zero", () => {
    const minor = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(fc.nat(2_000), minor, fc.nat(1_000), minor, (limitMinor, balanceOwedMinor, committedMinor, cost) => {
        const standing = credit({ limitMinor, balanceOwedMinor, committedMinor });
        const left = limitMinor - balanceOwedMinor - committedMinor - cost;
        expect(coveredCost(knownAmount(euros(cost)), standing, []).ok).toBe(left >= 0);
      }),
    );
  });
});
