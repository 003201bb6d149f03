import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import type { Amount } from "#shared/domain/money.ts";
import { money, unknownAmount } from "#shared/domain/money.ts";
import type { AuthorizationPolicy, AuthorizerLimit } from "#shared/domain/shop-account.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import { euros, limited, limitOf, subAccount, total } from "#shared/engine/accounts/testing/company.ts";
import { ada, bruno, clara, rita } from "#shared/testing/fixtures/approval.ts";

import { exceededLimits } from "./exceeded-limits.ts";
import { limitsOf } from "./limits-of.ts";

const highest: Partial<AuthorizationPolicy> = { limitLevels: "highest-exceeded" };
const toDollars: ExchangeRate[] = [{ from: "EUR", to: "USD", rate: "2" }];
const dollars = (amountMinor: number) => money(amountMinor, "USD");
const yen = (amountMinor: number) => money(amountMinor, "JPY");

const exceeded = (
  limits: AuthorizerLimit[],
  amount: Amount,
  rates: readonly ExchangeRate[] = [],
  policy: Partial<AuthorizationPolicy> = {},
) =>
  exceededLimits(limitsOf(subAccount(rita, limited(...limits))), amount, rates, {
    ...defaultAuthorizationPolicy,
    ...policy,
  });
const overLimits = (...given: Parameters<typeof exceeded>) => exceeded(...given).map(({ limit }) => limit);

const hundred = limitOf(euros(100_00), ada);
const thousand = limitOf(euros(1_000_00), bruno);

describe("the limits that an order is over", () => {
  it("S08 S29 are those that the amount strictly exceeds", () => {
    expect(exceeded([hundred], total(100_00))).toEqual([]);
    expect(exceeded([hundred], total(100_01))).toEqual([
      { limit: euros(100_00), authorizers: [ada.personId], amount: euros(100_01) },
    ]);
  });

  it("S29 are, when the policy says so, also those that it reaches", () => {
    const reaches: Partial<AuthorizationPolicy> = { limitComparison: "reaches" };
    expect(overLimits([hundred], total(100_00), [], reaches)).toEqual([euros(100_00)]);
    expect(overLimits([hundred], total(99_99), [], reaches)).toEqual([]);
  });

  it("S30 are all of them, ascending, in whatever order they were entered", () => {
    expect(overLimits([thousand, hundred], total(500_00))).toEqual([euros(100_00)]);
    expect(overLimits([thousand, hundred], total(5_000_00))).toEqual([euros(100_00), euros(1_000_00)]);
  });

  it("S30 are, when the policy says so, only the highest of them", () => {
    expect(overLimits([thousand, hundred], total(5_000_00), [], highest)).toEqual([euros(1_000_00)]);
    expect(overLimits([thousand, hundred], total(500_00), [], highest)).toEqual([euros(100_00)]);
    expect(overLimits([thousand, hundred], total(50_00), [], highest)).toEqual([]);
  });

  it("S31 are one when the same amount was entered for several authorizers", () => {
    const [merged, ...others] = exceeded([hundred, limitOf(euros(100_00), bruno, ada)], total(200_00));
    expect(merged?.authorizers).toEqual([ada.personId, bruno.personId]);
    expect(others).toEqual([]);
    expect(overLimits([hundred, limitOf(dollars(100_00), ada)], unknownAmount)).toHaveLength(2);
  });

  it("S29 are all of them when the amount is unknown: it is never zero", () => {
    expect(exceeded([thousand, hundred], unknownAmount)).toEqual([
      { limit: euros(100_00), authorizers: [ada.personId], amount: undefined },
      { limit: euros(1_000_00), authorizers: [bruno.personId], amount: undefined },
    ]);
    expect(exceeded([limitOf(euros(0), ada)], total(0))).toEqual([]);
  });

  it("S29 compare an amount in another currency in the limit's currency, at the given rate", () => {
    const inDollars = limitOf(dollars(200_00), ada);
    expect(exceeded([inDollars], total(100_00), toDollars)).toEqual([]);
    expect(exceeded([inDollars], total(100_01), toDollars)[0]).toMatchObject({ amount: dollars(200_02) });
  });

  it("S29 need a person when no rate is given, with the original amount", () => {
    expect(exceeded([limitOf(dollars(200_00), ada)], total(1))).toEqual([
      { limit: dollars(200_00), authorizers: [ada.personId], amount: euros(1) },
    ]);
  });

  it("S30 ascend by their worth in the order's currency, then those without a rate by currency and amount", () => {
    const limits = [
      limitOf(yen(1_000), clara),
      limitOf(dollars(300_00), ada),
      limitOf(money(900, "CHF"), clara),
      limitOf(yen(10), clara),
      limitOf(euros(200_00), bruno),
      limitOf(euros(100_00), bruno),
    ];
    expect(overLimits(limits, total(5_000_00), toDollars)).toEqual([
      euros(100_00),
      dollars(300_00),
      euros(200_00),
      money(900, "CHF"),
      yen(10),
      yen(1_000),
    ]);
  });

  it("S30 ascend exactly, whatever the digits of the currencies and of the rates", () => {
    const rates = [
      { from: "EUR", to: "USD", rate: "1.25" },
      { from: "EUR", to: "JPY", rate: "162.5" },
    ];
    // Worth 104.00, 102.00, 103.99 and 101.00 EUR.
    const limits = [
      limitOf(dollars(130_00), ada),
      limitOf(euros(102_00), ada),
      limitOf(yen(16_899), ada),
      limitOf(dollars(126_25), ada),
    ];
    expect(overLimits(limits, total(500_00), rates)).toEqual([
      dollars(126_25),
      euros(102_00),
      yen(16_899),
      dollars(130_00),
    ]);
  });

  it("S30 are ordered by currency when two are worth the same", () => {
    const limits = [limitOf(dollars(200_00), ada), hundred];
    expect(overLimits(limits, total(500_00), toDollars)).toEqual([euros(100_00), dollars(200_00)]);
    expect(overLimits(limits, total(500_00), toDollars, highest)).toEqual([dollars(200_00)]);
  });

  it("S30 keep, besides the highest, the highest of each currency that cannot be compared with it", () => {
    const limits = [hundred, thousand, limitOf(yen(10), clara), limitOf(yen(1_000), clara), limitOf(dollars(1), ada)];
    expect(overLimits(limits, total(5_000_00), [], highest)).toEqual([euros(1_000_00), yen(1_000), dollars(1)]);
    expect(overLimits([thousand, hundred, limitOf(yen(10), clara)], unknownAmount, [], highest)).toEqual([
      euros(1_000_00),
      yen(10),
    ]);
  });

  it("S29 S30 ascend and hold exactly the limits below the amount, whatever the limits", () => {
    const limits = fc.array(
      fc.integer({ min: 0, max: 20 }).map((amount) => limitOf(euros(amount), ada)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(limits, fc.integer({ min: -5, max: 25 }), (given, amount) => {
        const amounts = overLimits(given, total(amount)).map(({ amountMinor }) => amountMinor);
        const below = new Set(given.map(({ limit }) => limit.amountMinor).filter((each) => amount > each));
        expect(amounts).toEqual([...below].toSorted((left, right) => left - right));
        const only = overLimits(given, total(amount), [], highest).map(({ amountMinor }) => amountMinor);
        expect(only).toEqual(amounts.slice(-1));
      }),
    );
  });
});

describe("limits in several currencies", () => {
  it("S29 S30 ascend by the rate from the order's own currency, whatever other rates lead to the limit's", () => {
    const rates: ExchangeRate[] = [
      { from: "JPY", to: "USD", rate: "0.01" },
      { from: "EUR", to: "USD", rate: "0.5" },
    ];
    const limits = [limitOf(dollars(60_00), bruno), hundred];
    expect(overLimits(limits, total(200_00), rates)).toEqual([euros(100_00), dollars(60_00)]);
  });
});
