import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Amount } from "#shared/domain/money.ts";
import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";
import type { AuthorizationPolicy, ShopAccount } from "#shared/domain/shop-account.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import {
  accounts,
  authorizer,
  buyer,
  euros,
  limited,
  limitOf,
  manager,
  otherCompany,
  regular,
  subAccount,
  total,
  withAccount,
} from "#shared/engine/accounts/testing/company.ts";
import { accountRefusalCodes } from "#shared/engine/accounts/refusals.ts";
import { ada, bruno, clara, max, rita, zoe } from "#shared/testing/fixtures/approval.ts";

import type { AuthorizationFacts } from "./request-authorizers.ts";
import { requestAuthorizers } from "./request-authorizers.ts";

const request = (amount: Amount, more: Partial<AuthorizationFacts> = {}) =>
  requestAuthorizers({ buyer, amount, accounts, rates: [], policy: defaultAuthorizationPolicy, ...more });

const requests = (...given: Parameters<typeof request>) => {
  const requested = request(...given);
  if (!requested.ok) throw new Error(JSON.stringify(requested.error));
  return requested.value;
};
const people = (...given: Parameters<typeof request>) =>
  requests(...given).map(({ candidates }) => candidates.map(({ name }) => name));

const all = [ada, bruno, clara];
const sharedLimit = subAccount(rita, limited(limitOf(euros(100_00), ...all)));
const oneLimit = subAccount(rita, limited(limitOf(euros(100_00), ada)));

describe("the authorizers of an order", () => {
  it("S08 S29 are asked when it is above the sub-account's limit, with the figures", () => {
    expect(requests(total(100_00))).toEqual([]);
    expect(requests(total(100_01))).toEqual([
      {
        role: "authorizer",
        requirement: { mode: "any" },
        candidates: [ada],
        condition: { when: "authorizer-limit-exceeded", limit: euros(100_00), amount: euros(100_01) },
      },
    ]);
  });

  it("S09 S30 are asked in one stage per exceeded limit, ascending", () => {
    expect(people(total(1_000_00))).toEqual([["Ada"]]);
    expect(people(total(1_000_01))).toEqual([["Ada"], ["Bruno"]]);
  });

  it("S30 are asked only at the highest exceeded limit when the policy says so", () => {
    const policy: AuthorizationPolicy = { ...defaultAuthorizationPolicy, limitLevels: "highest-exceeded" };
    expect(people(total(1_000_01), { policy })).toEqual([["Bruno"]]);
  });

  it("S31 are all those of the limit, and any one of them suffices", () => {
    expect(people(total(100_01), { buyer: sharedLimit })).toEqual([["Ada", "Bruno", "Clara"]]);
    expect(requests(total(100_01), { buyer: sharedLimit })[0]?.requirement).toEqual({ mode: "any" });
  });

  it("S35 are not needed by a sub-account without a limited budget, nor by other roles", () => {
    for (const account of [subAccount(rita), manager(max), regular(zoe)])
      for (const amount of [total(1_000_000_00), unknownAmount])
        expect(requests(amount, { buyer: account })).toEqual([]);
  });

  it("S29 S36 may be the account manager, but only if nobody else of the limit may", () => {
    const named = subAccount(rita, limited(limitOf(euros(100_00), max)));
    expect(requests(total(200_00), { buyer: named })).toMatchObject([{ role: "authorizer", candidates: [max] }]);
    const away = withAccount(authorizer(ada, { isActivated: false }));
    expect(requests(total(200_00), { accounts: away })).toEqual([
      {
        role: "account-manager",
        requirement: { mode: "any" },
        candidates: [max],
        condition: { when: "authorizer-limit-exceeded", limit: euros(100_00), amount: euros(200_00) },
      },
    ]);
  });

  it("S27 are only those who are activated, have the right and belong to the same ERP customer", () => {
    const buyerOfAll = { buyer: sharedLimit };
    const cases: ShopAccount[] = [
      authorizer(ada, { isActivated: false }),
      subAccount(ada),
      authorizer(ada, { accountId: otherCompany }),
      regular(ada),
    ];
    for (const changed of cases)
      expect(people(total(200_00), { ...buyerOfAll, accounts: withAccount(changed) })).toEqual([["Bruno", "Clara"]]);
  });

  it("S29 I26 are never the buyer, even where a limit names them and they have the right", () => {
    const own = authorizer(rita, limited(limitOf(euros(100_00), rita, ada)));
    expect(people(total(200_00), { buyer: own, accounts: withAccount(own) })).toEqual([["Ada"]]);
    const alone = authorizer(rita, limited(limitOf(euros(100_00), rita)));
    expect(people(total(200_00), { buyer: alone, accounts: withAccount(alone) })).toEqual([["Max"]]);
  });

  it("S29 I23 are refused, naming the limit, if nobody may authorize, so that no order is stuck", () => {
    const nobody = [buyer, authorizer(ada, { isActivated: false }), manager(max, { isActivated: false }), regular(zoe)];
    expect(request(total(200_00), { accounts: nobody })).toEqual({
      ok: false,
      error: { code: "limit-without-authorizer", args: { account: "Rita", limit: euros(100_00) } },
    });
    expect(request(total(100_00), { accounts: nobody })).toEqual({ ok: true, value: [] });
  });

  it("S29 are asked at every limit when the amount is unknown", () => {
    expect(requests(unknownAmount).map(({ condition, candidates }) => [condition, candidates])).toEqual([
      [{ when: "amount-unknown" }, [ada]],
      [{ when: "amount-unknown" }, [bruno]],
    ]);
  });

  it("S29 are asked about another currency at the rate of the input, and always without one", () => {
    const amount = knownAmount(money(100_00, "USD"));
    const at = (rate: string) => ({ buyer: oneLimit, rates: [{ from: "USD", to: "EUR", rate }] });
    expect(requests(amount, at("1"))).toEqual([]);
    expect(requests(amount, at("1.1"))[0]?.condition).toMatchObject({ limit: euros(100_00), amount: euros(110_00) });
    expect(requests(knownAmount(money(1, "USD")), { buyer: oneLimit })[0]?.condition).toEqual({
      when: "authorizer-limit-exceeded",
      limit: euros(100_00),
      amount: money(1, "USD"),
    });
  });

  it("I24 may be the same person at two limits, who then decides twice", () => {
    const twice = subAccount(rita, limited(limitOf(euros(1), ada), limitOf(euros(2), ada)));
    expect(people(total(3), { buyer: twice })).toEqual([["Ada"], ["Ada"]]);
  });
});

const everybody = [rita, max, ada, bruno, clara];
const account = fc
  .constantFrom(...everybody)
  .chain((person) =>
    fc.constantFrom<ShopAccount>(
      authorizer(person),
      authorizer(person, { isActivated: false }),
      authorizer(person, { accountId: otherCompany }),
      subAccount(person),
      manager(person),
      manager(person, { isActivated: false }),
      regular(person),
    ),
  );
const limit = fc
  .tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom("EUR", "USD", "JPY"),
    fc.uniqueArray(fc.constantFrom(...everybody), { minLength: 1 }),
  )
  .map(([amount, currency, named]) => limitOf(money(amount, currency), ...named));
const facts: fc.Arbitrary<AuthorizationFacts> = fc.record({
  buyer: fc
    .tuple(fc.array(limit, { maxLength: 5 }), fc.boolean())
    .map(([limits, mayAuthorize]) => subAccount(rita, { mayAuthorize, ...limited(...limits) })),
  amount: fc
    .option(fc.integer({ min: -2, max: 12 }), { nil: undefined })
    .map((amount) => (amount === undefined ? unknownAmount : total(amount))),
  accounts: fc.array(account, { maxLength: 8 }),
  rates: fc.array(
    fc.record({
      from: fc.constant("EUR"),
      to: fc.constantFrom("USD", "JPY"),
      rate: fc.constantFrom("0.01", "2.5", "100"),
    }),
  ),
  policy: fc.record({
    limitComparison: fc.constantFrom("exceeds", "reaches"),
    limitLevels: fc.constantFrom("every-exceeded", "highest-exceeded"),
    authorizerStays: fc.constant("while-orders-wait"),
  }),
});

describe("whatever the accounts, limits and amounts", () => {
  it("S29 I26 nobody authorizes their own order, and nobody is asked who may not authorize", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const requested = requestAuthorizers(given);
        if (!requested.ok) return;
        for (const { candidates } of requested.value) {
          expect(candidates.length).toBeGreaterThan(0);
          for (const { personId } of candidates) {
            expect(personId).not.toBe(rita.personId);
            expect(given.accounts.some(({ id, isActivated }) => id === personId && isActivated)).toBe(true);
          }
        }
      }),
    );
  });

  it("S30 the stages of one currency ascend, and none is asked twice for the same limit", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const requested = requestAuthorizers(given);
        const limits = (requested.ok ? requested.value : []).flatMap(({ condition }) =>
          condition.when === "authorizer-limit-exceeded" ? [condition.limit] : [],
        );
        for (const currency of ["EUR", "USD", "JPY"]) {
          const amounts = limits.filter((each) => each.currency === currency).map(({ amountMinor }) => amountMinor);
          expect(amounts).toEqual([...new Set(amounts)].toSorted((left, right) => left - right));
        }
      }),
    );
  });

  it("I23 an order is planned or refused with a code of the list; no input throws", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const requested = requestAuthorizers(given);
        expect(requested.ok || accountRefusalCodes.includes(requested.error.code)).toBe(true);
      }),
    );
  });
});
