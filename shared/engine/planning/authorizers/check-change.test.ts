import { describe, expect, it } from "vitest";

import { money } from "#shared/domain/money.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { ShopAccount } from "#shared/domain/shop-account.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import {
  authorizer,
  euros,
  limited,
  limitOf,
  manager,
  regular,
  subAccount,
} from "#shared/engine/accounts/testing/company.ts";
import {
  ada,
  after,
  approval,
  bruno,
  clara,
  inParallel,
  max,
  orderWith,
  rejection,
  reversal,
  rita,
  stage,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

import type { AccountChange } from "./check-change.ts";
import { check, deactivated, denied, orderOf, removed, spare, spareAccounts } from "./testing/changes.ts";

const unlinked = (...kept: Parameters<typeof limited>): AccountChange => ({
  before: spare,
  after: { ...spare, ...limited(...kept) },
});

describe("losing an authorizer for whom orders wait", () => {
  it.each([
    ["removed", removed(ada)],
    ["deactivated", deactivated(ada)],
    ["right-denied", denied(ada)],
    ["right-denied", { before: authorizer(ada), after: regular(ada) }],
  ] as const)("S56 S57 S58 is refused when they would be %s, with the orders named", (change, asked) => {
    expect(check(asked, [orderOf("SO-1", [ada]), orderOf("SO-2", [ada, bruno]), orderOf("SO-3", [ada])])).toEqual({
      code: "authorizer-has-orders",
      args: { authorizer: "Ada", change, count: 2, orders: "SO-1, SO-3" },
      blockers: { orders: ["SO-1", "SO-3"], limits: [] },
    });
  });

  it("S59 is refused when they would be unlinked from the sub-account that placed the orders", () => {
    const change = unlinked(limitOf(euros(100_00), bruno), limitOf(euros(1_000_00), bruno, clara));
    expect(check(change, [orderOf("SO-1", [ada])])).toMatchObject({
      code: "authorizer-has-orders",
      args: { authorizer: "Ada", change: "unlinked", buyer: "Rita", orders: "SO-1" },
    });
    expect(check(change)).toBeUndefined();
    const ofZoe = { ...orderOf("SO-2", [ada]), requester: zoe };
    expect(check(change, [ofZoe])).toBeUndefined();
  });

  it("S59 is refused for several unlinked at once, though each alone could go", () => {
    const either = [orderOf("SO-1", [ada, bruno])];
    const brunoOnly = unlinked(limitOf(euros(100_00), bruno));
    expect(check(brunoOnly, either)).toBeUndefined();
    expect(check(unlinked(limitOf(euros(100_00), clara)), either)?.args["authorizer"]).toBe("Ada, Bruno");
  });

  it("S59 is refused when the budget would no longer be limited", () => {
    expect(check({ before: spare, after: subAccount(rita) }, [orderOf("SO-1", [ada, bruno])])?.args).toMatchObject({
      authorizer: "Ada, Bruno",
      change: "unlinked",
      buyer: "Rita",
    });
  });

  it("S59 does not count as unlinking when a limit is only raised, or the person stays at another limit", () => {
    const orders = [orderOf("SO-1", [ada])];
    expect(check(unlinked(limitOf(euros(500_00), ada)), orders)).toBeUndefined();
  });

  it("S56 is allowed once the orders are decided, and refused again after a reversal", () => {
    const waiting = orderOf("SO-1", [ada]);
    const approved = after(waiting, [5, ada, approval("one")]);
    expect(check(removed(ada), [approved])).toBeUndefined();
    expect(check(removed(ada), [after(waiting, [5, ada, rejection("one", "No.")])])).toBeUndefined();
    expect(check(removed(ada), [after(approved, [6, ada, reversal(5)])])?.code).toBe("authorizer-has-orders");
  });

  it("S56 is refused for a stage that is not open yet, and allowed for one that a rejection closed", () => {
    const levels = orderWith([
      stage("one", [bruno], { mode: "any" }, "authorizer"),
      stage("two", [ada], { mode: "any" }, "authorizer"),
    ]);
    expect(check(removed(ada), [levels])?.args["orders"]).toBe("SO-1");
    expect(check(removed(ada), [after(levels, [5, bruno, rejection("one", "No.")])])).toBeUndefined();
    expect(check(removed(ada), [inParallel(levels)])?.args["orders"]).toBe("SO-1");
  });

  it("S56 counts as somebody else only a person who may still authorize for that buyer", () => {
    const orders = [orderOf("SO-1", [ada, bruno])];
    expect(check(removed(ada), orders)).toBeUndefined();
    const others: ShopAccount[] = [authorizer(bruno, { isActivated: false }), subAccount(bruno), regular(bruno)];
    for (const other of others) {
      const changed = spareAccounts.map((account) => (account.id === other.id ? other : account));
      expect(check(removed(ada), orders, { accounts: changed })?.blockers.orders).toEqual(["SO-1"]);
    }
  });

  it("S56 reads its rule narrower than 'while orders wait', because any authorizer of the limit suffices (S31)", () => {
    const orders = [orderOf("SO-1", [ada, bruno])];
    expect(check(removed(ada), orders)).toBeUndefined();
  });

  it("S56 is refused while any order waits for them when the policy says so", () => {
    const policy = { ...defaultAuthorizationPolicy, authorizerStays: "while-orders-wait" as const };
    expect(check(removed(ada), [orderOf("SO-1", [ada, bruno])], { policy })?.args["orders"]).toBe("SO-1");
    expect(check(removed(clara), [orderOf("SO-1", [ada, bruno])], { policy })).toBeUndefined();
  });

  it("S56 is refused when all or several of a stage must approve and too few would be left", () => {
    expect(check(removed(ada), [orderOf("SO-1", [ada, bruno], { mode: "all" })])?.args["orders"]).toBe("SO-1");
    const twoOf = (people: PersonReference[]) => orderOf("SO-1", people, { mode: "n-of-m", n: 2 });
    expect(check(removed(ada), [twoOf([ada, bruno])])?.args["orders"]).toBe("SO-1");
    expect(check(removed(ada), [twoOf([ada, bruno, clara])])).toBeUndefined();
    const half = after(twoOf([ada, bruno, clara]), [5, bruno, approval("one")]);
    expect(check(removed(ada), [half])).toBeUndefined();
    expect(check(removed(bruno), [half])).toBeUndefined();
    const all = after(orderOf("SO-1", [ada, bruno], { mode: "all" }), [5, ada, approval("one")]);
    expect(check(removed(ada), [all])).toBeUndefined();
    expect(check(removed(bruno), [all])?.args["orders"]).toBe("SO-1");
  });

  it("S56 does not count a substitute, who goes with the person they stand in for", () => {
    const order = orderOf("SO-1", [ada]);
    const delegation = { delegator: ada, validFrom: order.placedAt, validUntil: order.placedAt };
    const stages = order.flow.stages.map((one) => ({
      ...one,
      candidates: [...one.candidates, { ...bruno, delegation }, { ...clara, escalatedAt: order.placedAt }],
    }));
    const helped = { ...order, flow: { ...order.flow, stages } };
    expect(check(removed(ada), [helped])?.args["orders"]).toBe("SO-1");
    expect(check(removed(bruno), [helped])).toBeUndefined();
    expect(check(removed(clara), [helped])).toBeUndefined();
  });

  it("S58 is refused for an account manager whom orders wait for, who needs no link", () => {
    const asManager = [orderOf("SO-1", [max], { mode: "any" }, "account-manager")];
    const change = { before: manager(max), after: manager(max, { isActivated: false }) };
    expect(check(change, asManager)).toMatchObject({
      args: { authorizer: "Max", change: "deactivated", orders: "SO-1" },
    });
    const second = { accounts: spareAccounts.map((each) => (each.id === zoe.personId ? manager(zoe) : each)) };
    const either = [orderOf("SO-1", [max, zoe], { mode: "any" }, "account-manager")];
    expect(check(change, either, second)).toBeUndefined();
  });

  it("S56 ignores other roles in which the person is asked", () => {
    expect(check(removed(ada), [orderOf("SO-1", [ada], { mode: "any" }, "approver")])).toBeUndefined();
  });

  it("S56 names the first ten orders in the sentence and all of them in the blockers", () => {
    const numbers = Array.from({ length: 12 }, (_, index) => `SO-${index}`);
    const refused = check(
      removed(ada),
      numbers.map((number) => orderOf(number, [ada])),
    );
    expect(refused?.args).toMatchObject({ count: 12, orders: `${numbers.slice(0, 10).join(", ")}, …` });
    expect(refused?.blockers.orders).toEqual(numbers);
    const ten = check(
      removed(ada),
      numbers.slice(0, 10).map((number) => orderOf(number, [ada])),
    );
    expect(ten?.args["orders"]).toBe(numbers.slice(0, 10).join(", "));
  });
});

describe("a limit whose currency changes", () => {
  it("S56 S59 is a different limit: it never had the authorizers of the previous one", () => {
    const before = subAccount(rita, limited(limitOf(euros(100_00), ada)));
    const after = subAccount(rita, limited(limitOf(money(100_00, "USD"), zoe)));
    const accounts = [authorizer(ada), regular(zoe), before];
    expect(check({ before, after }, [], { accounts })).toBeUndefined();
    const inEuros = subAccount(rita, limited(limitOf(euros(100_00), zoe)));
    expect(check({ before, after: inEuros }, [], { accounts })?.code).toBe("authorizer-is-the-only-one");
  });
});
