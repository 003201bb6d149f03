import { describe, expect, it } from "vitest";

import { buyer, euros, limitOf, limited, manager, openShop } from "#shared/engine/accounts/testing/company.ts";
import { ada, max, rita } from "#shared/testing/fixtures/approval.ts";

import {
  authorizationPolicySchema,
  defaultAuthorizationPolicy,
  shopAccountSchema,
  shopSettingsSchema,
} from "./shop-account.ts";

const pathsOf = (account: unknown) =>
  (shopAccountSchema.safeParse(account).error?.issues ?? []).map(({ path }) => path.join("."));

describe("a shop account", () => {
  it("S04 S05 has a role, a name, an e-mail address and an Account ID, and is activated or not", () => {
    expect(pathsOf(manager(max))).toEqual([]);
    expect(pathsOf({ ...manager(max), kind: "sales-agent" })).toEqual(["kind"]);
    expect(pathsOf({ ...manager(max), name: "", email: "max", isActivated: "yes", accountId: "" })).toEqual([
      "name",
      "email",
      "accountId",
      "isActivated",
    ]);
  });

  it("S19 S23 S25 S27 S28 has rights and a budget of its own only as a sub-account", () => {
    expect(pathsOf(buyer)).toEqual([]);
    expect(pathsOf({ ...manager(max), mayOrder: true })).toEqual([""]);
    const { mayOrder: _mayOrder, budget: _budget, ...incomplete } = buyer;
    expect(pathsOf(incomplete)).toEqual(["mayOrder", "budget"]);
  });

  it("S28 S30 S31 has several limits, each of an amount that is not negative and with at least one authorizer", () => {
    const budgetOf = (...limits: Parameters<typeof limited>) => pathsOf({ ...buyer, ...limited(...limits) });
    expect(budgetOf(limitOf(euros(0), ada), limitOf(euros(5), ada, rita))).toEqual([]);
    expect(budgetOf()).toEqual(["budget.limits"]);
    expect(budgetOf(limitOf(euros(-1), ada))).toEqual(["budget.limits.0.limit"]);
    expect(budgetOf(limitOf(euros(1), ada), limitOf(euros(5)))).toEqual(["budget.limits.1.authorizers"]);
  });
});

describe("the settings", () => {
  it("S21 S22 S24 S26 of a shop are read as a whole or refused, naming the field", () => {
    expect(shopSettingsSchema.safeParse(openShop).success).toBe(true);
    const wrong = shopSettingsSchema.safeParse({ ...openShop, onlineOrderPayments: "barter" });
    expect(wrong.error?.issues[0]?.path).toEqual(["onlineOrderPayments"]);
  });

  it("of authorization are, by default, strictly greater, every limit, and until somebody else can decide", () => {
    expect(authorizationPolicySchema.parse(defaultAuthorizationPolicy)).toEqual({
      limitComparison: "exceeds",
      limitLevels: "every-exceeded",
      authorizerStays: "while-nobody-else-decides",
    });
  });
});
