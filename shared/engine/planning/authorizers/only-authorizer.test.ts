import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { StageRole } from "#shared/domain/approval-flow.ts";
import type { Order } from "#shared/domain/order.ts";
import type { ShopAccount } from "#shared/domain/shop-account.ts";
import { accountRefusalCodes } from "#shared/engine/accounts/refusals.ts";
import {
  accounts,
  authorizer,
  buyer,
  euros,
  limited,
  limitOf,
  manager,
  regular,
  subAccount,
} from "#shared/engine/accounts/testing/company.ts";
import { ada, bruno, clara, max, rita, zoe } from "#shared/testing/fixtures/approval.ts";

import type { AccountChange } from "./check-change.ts";
import { check, deactivated, denied, orderOf, removed } from "./testing/changes.ts";

describe("losing the only authorizer of a limit", () => {
  const only = (change: AccountChange, orders: Order[] = []) => check(change, orders, { accounts });

  it.each([
    ["removed", removed(ada)],
    ["deactivated", deactivated(ada)],
    ["right-denied", denied(ada)],
  ] as const)("S56 S57 S58 is refused when they would be %s, with the limits named", (change, asked) => {
    expect(only(asked)).toEqual({
      code: "authorizer-is-the-only-one",
      args: { authorizer: "Ada", change, limits: "Rita 100.00 EUR" },
      blockers: { orders: [], limits: [{ subAccount: rita, limit: euros(100_00) }] },
    });
  });

  it("S56 is refused with orders and limits when both prevent it", () => {
    expect(only(removed(ada), [orderOf("SO-1", [ada])])).toMatchObject({
      code: "authorizer-has-orders-and-limits",
      args: { authorizer: "Ada", count: 1, orders: "SO-1", limits: "Rita 100.00 EUR" },
      blockers: { orders: ["SO-1"], limits: [{ limit: euros(100_00) }] },
    });
  });

  it("S56 is allowed when the limit has another active authorizer, even one entered separately", () => {
    expect(check(removed(ada))).toBeUndefined();
    const separately = subAccount(rita, limited(limitOf(euros(1), ada), limitOf(euros(1), bruno)));
    const company = accounts.map((account) => (account.id === buyer.id ? separately : account));
    expect(check(removed(ada), [], { accounts: company })).toBeUndefined();
    expect(only(removed(clara))).toBeUndefined();
  });

  it("S59 is refused when a limit would keep only people who may not authorize", () => {
    const stale: AccountChange = {
      before: buyer,
      after: { ...buyer, ...limited(limitOf(euros(100_00), zoe), limitOf(euros(1_000_00), bruno)) },
    };
    expect(only(stale)).toMatchObject({
      code: "authorizer-is-the-only-one",
      args: { authorizer: "Ada", change: "unlinked", buyer: "Rita", limits: "Rita 100.00 EUR" },
    });
  });

  it("S59 is allowed when the limit goes with them, or gets somebody else", () => {
    expect(only({ before: buyer, after: { ...buyer, ...limited(limitOf(euros(1_000_00), bruno)) } })).toBeUndefined();
    expect(
      only({
        before: buyer,
        after: { ...buyer, ...limited(limitOf(euros(100_00), clara), limitOf(euros(1_000_00), bruno)) },
      }),
    ).toBeUndefined();
    expect(only({ before: buyer, after: undefined }, [orderOf("SO-1", [ada])])).toBeUndefined();
  });

  it("S57 ignores a limit that already had nobody before the change", () => {
    const stale = subAccount(rita, limited(limitOf(euros(1), zoe), limitOf(euros(100_00), ada)));
    const withStale = accounts.map((account) => (account.id === buyer.id ? stale : account));
    expect(check(removed(ada), [], { accounts: withStale })?.blockers.limits).toEqual([
      { subAccount: rita, limit: euros(100_00) },
    ]);
    const already = accounts.map((account) => (account.id === ada.personId ? subAccount(ada) : account));
    expect(check({ before: subAccount(ada), after: undefined }, [orderOf("SO-1", [ada])], { accounts: already })).toBe(
      undefined,
    );
  });
});

describe("whatever is changed", () => {
  const person = fc.constantFrom(rita, max, ada, bruno, clara);
  const limit = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.uniqueArray(person, { minLength: 1 }))
    .map(([amount, people]) => limitOf(euros(amount), ...people));
  const account = person.chain((one) =>
    fc.oneof(
      fc.constantFrom<ShopAccount>(
        authorizer(one),
        authorizer(one, { isActivated: false }),
        manager(one),
        regular(one),
      ),
      fc.array(limit, { maxLength: 3 }).map((limits) => subAccount(one, limited(...limits))),
    ),
  );
  const order = fc
    .tuple(
      fc.uniqueArray(person, { minLength: 1 }),
      fc.constantFrom<StageRole>("authorizer", "account-manager", "approver"),
    )
    .map(([people, role]) => orderOf("SO-1", people, { mode: "any" }, role));

  it("S56 S59 S60 it is allowed, or refused with a code, a name and at least one blocker; nothing throws", () => {
    fc.assert(
      fc.property(
        fc.array(account, { minLength: 1, maxLength: 6 }),
        fc.array(order, { maxLength: 3 }),
        fc.nat(),
        fc.option(account, { nil: undefined }),
        (company, orders, index, changed) => {
          const before = company[index % company.length]!;
          const next = changed && { ...changed, id: before.id };
          const refused = check({ before, after: next }, orders, { accounts: company });
          if (refused === undefined) return;
          expect(accountRefusalCodes).toContain(refused.code);
          expect(refused.args["authorizer"]).not.toBe("");
          expect(refused.blockers.orders.length + refused.blockers.limits.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it("S60 what changes nothing is never refused", () => {
    const company = fc.uniqueArray(account, { minLength: 1, selector: ({ id }) => id });
    fc.assert(
      fc.property(company, fc.array(order, { maxLength: 3 }), (given, orders) => {
        for (const same of given)
          expect(check({ before: same, after: same }, orders, { accounts: given })).toBeUndefined();
      }),
    );
  });
});
