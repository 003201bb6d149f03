import { describe, expect, it } from "vitest";

import type { ShopAccount } from "#shared/domain/shop-account.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import { ada, bruno, clara, max, rita, zoe } from "#shared/testing/fixtures/approval.ts";

import { changeAccount } from "./change.ts";
import type { AccountActor } from "./manage.ts";
import {
  accounts,
  authorizer,
  buyer,
  euros,
  limited,
  limitOf,
  manager,
  openShop,
  otherCompany,
  regular,
  subAccount,
} from "#shared/engine/accounts/testing/company.ts";

const administrator: AccountActor = { kind: "store-administrator" };
const as = (account: ShopAccount): AccountActor => ({ kind: "shop-account", account });
const asMax = as(manager(max));
const company = { accounts, orders: [], policy: defaultAuthorizationPolicy };

const change = (actor: AccountActor, before: ShopAccount, after: ShopAccount | undefined, settings = openShop) =>
  changeAccount(actor, { before, after }, company, settings);
const codeOf = (...given: Parameters<typeof change>) => {
  const changed = change(...given);
  return changed.ok ? "changed" : changed.error.code;
};

describe("changing an account", () => {
  it("S12 lets an account manager change and remove the sub-accounts of their company", () => {
    const after = { ...buyer, mayOrder: false };
    expect(change(asMax, buyer, after)).toEqual({ ok: true, value: { before: buyer, after } });
    expect(codeOf(asMax, authorizer(clara), undefined)).toBe("changed");
    expect(codeOf(administrator, buyer, { ...buyer, mayOrder: false })).toBe("changed");
  });

  it("S12 S13 lets no sub-account, no regular account and no other company's manager do so", () => {
    expect(codeOf(as(authorizer(ada)), buyer, undefined)).toBe("not-an-account-manager");
    expect(codeOf(as(regular(zoe)), buyer, undefined)).toBe("not-an-account-manager");
    expect(codeOf(as({ ...manager(max), accountId: otherCompany }), buyer, undefined)).toBe(
      "account-of-another-company",
    );
  });

  it("S11 leaves roles to the administrator", () => {
    expect(codeOf(asMax, regular(zoe), undefined)).toBe("role-given-by-administrator");
    expect(codeOf(asMax, buyer, manager(rita))).toBe("role-given-by-administrator");
    expect(codeOf(administrator, regular(zoe), manager(zoe))).toBe("changed");
  });

  it("S12 turns no other account into a sub-account", () => {
    expect(codeOf(administrator, regular(zoe), subAccount(zoe))).toBe("sub-account-made-by-manager");
  });

  it("S13 S34 never moves an account to another ERP customer or another person", () => {
    expect(codeOf(administrator, buyer, { ...buyer, accountId: otherCompany })).toBe("account-keeps-its-company");
    expect(codeOf(administrator, buyer, { ...buyer, id: zoe.personId })).toBe("account-keeps-its-company");
  });

  it("S20 S24 S26 enables nothing that the shop withholds, but keeps what was enabled before", () => {
    const closed = { ...openShop, showsPrices: false };
    const blind = { ...buyer, maySeePrices: false };
    expect(codeOf(asMax, blind, buyer, closed)).toBe("prices-off-in-shop");
    expect(codeOf(asMax, buyer, { ...buyer, name: "Rita B." }, closed)).toBe("changed");
    expect(codeOf(asMax, buyer, blind, closed)).toBe("changed");
  });

  it("S27 S29 names only authorizers who may authorize; those named before are not checked again", () => {
    const ofZoe = limitOf(euros(5_000_00), zoe);
    const limits = buyer.budget.kind === "limited" ? buyer.budget.limits : [];
    expect(codeOf(asMax, buyer, { ...buyer, ...limited(...limits, ofZoe) })).toBe("may-not-authorize");
    const stale = { ...buyer, ...limited(...limits, ofZoe) };
    expect(codeOf(asMax, stale, { ...stale, mayOrder: false })).toBe("changed");
  });

  it("S60 refuses to lose an authorizer who is needed, in Admin and in the web store alike", () => {
    for (const after of [undefined, authorizer(bruno, { isActivated: false }), subAccount(bruno)]) {
      const inAdmin = change(administrator, authorizer(bruno), after);
      expect(inAdmin).toMatchObject({ ok: false, error: { code: "authorizer-is-the-only-one" } });
      expect(change(asMax, authorizer(bruno), after)).toEqual(inAdmin);
    }
  });
});
