import { describe, expect, it } from "vitest";

import type { LoginKind, ShopAccount, ShopSettings } from "#shared/domain/shop-account.ts";
import { ada, max, rita, zoe } from "#shared/testing/fixtures/approval.ts";

import { createAccount } from "./create.ts";
import type { AccountActor } from "./manage.ts";
import {
  accounts,
  authorizer,
  euros,
  limited,
  limitOf,
  manager,
  openShop,
  otherCompany,
  regular,
  subAccount,
  unknownPerson,
} from "#shared/engine/accounts/testing/company.ts";

const administrator: AccountActor = { kind: "store-administrator" };
const as = (account: ShopAccount): AccountActor => ({ kind: "shop-account", account });
const asMax = as(manager(max));
const closedShop: ShopSettings = {
  mayViewAndOrder: true,
  onlineOrderPayments: "prepayment",
  showsPrices: false,
  showsStock: false,
};

const create = (
  actor: AccountActor,
  account: ShopAccount,
  { settings = openShop, loginKind = "business-customer" }: { settings?: ShopSettings; loginKind?: LoginKind } = {},
) => createAccount(actor, { loginKind, account }, { accounts, settings });

const refusalOf = (...given: Parameters<typeof create>) => {
  const created = create(...given);
  if (created.ok) throw new Error("Created");
  return created.error;
};

const nothing = { mayOrder: false, maySeePrices: false, maySeeStock: false };

describe("creating an account", () => {
  it("S11 lets the store administrator create an account with the role Account manager", () => {
    expect(create(administrator, manager(zoe))).toEqual({ ok: true, value: { account: manager(zoe), events: [] } });
    expect(create(administrator, regular(zoe)).ok).toBe(true);
  });

  it("S05 S12 S14 lets an account manager create sub-accounts, which carry that role", () => {
    expect(create(asMax, subAccount(zoe))).toMatchObject({ ok: true, value: { account: { kind: "sub-account" } } });
    expect(refusalOf(administrator, subAccount(zoe))).toEqual({ code: "sub-account-made-by-manager", args: {} });
  });

  it("S12 lets nobody else create one, nor a manager who is deactivated", () => {
    for (const account of [regular(zoe), authorizer(ada)])
      expect(refusalOf(as(account), subAccount(rita))).toEqual({
        code: "not-an-account-manager",
        args: { account: account.name },
      });
    expect(refusalOf(as(manager(max, { isActivated: false })), subAccount(rita)).code).toBe("account-deactivated");
  });

  it("S11 lets an account manager give no other role", () => {
    expect(refusalOf(asMax, manager(zoe))).toEqual({
      code: "role-given-by-administrator",
      args: { role: "account manager" },
    });
    expect(refusalOf(asMax, regular(zoe)).args).toEqual({ role: "regular" });
  });

  it("S13 S34 keeps a sub-account in the ERP customer of its manager", () => {
    expect(refusalOf(asMax, subAccount(zoe, { accountId: otherCompany }))).toEqual({
      code: "account-of-another-company",
      args: { account: "Max" },
    });
  });

  it.each([
    ["contact", "contact"],
    ["sales-agent", "sales agent"],
  ] as const)("S10 gives no role to a %s, whoever asks", (loginKind, login) => {
    for (const account of [manager(zoe), regular(zoe)])
      expect(refusalOf(administrator, account, { loginKind })).toEqual({
        code: "role-for-business-customers-only",
        args: { login },
      });
    expect(refusalOf(asMax, subAccount(zoe), { loginKind }).code).toBe("role-for-business-customers-only");
  });

  it("S32 S33 asks for the password e-mail to the new sub-account's address, activated or not", () => {
    const event = {
      type: "sub-account-created",
      personId: zoe.personId,
      accountId: manager(max).accountId,
      name: "Zoe",
      email: "zoe@example.com",
    };
    expect(create(asMax, subAccount(zoe))).toMatchObject({ ok: true, value: { events: [event] } });
    const inactive = create(asMax, subAccount(zoe, { isActivated: false }));
    expect(inactive.ok && inactive.value.events).toEqual([event]);
  });

  it.each([
    ["mayOrder", "payment-not-on-account"],
    ["maySeePrices", "prices-off-in-shop"],
    ["maySeeStock", "stock-off-in-shop"],
  ] as const)("S20 S24 S26 S37 does not enable %s while the shop withholds it: %s", (flag, code) => {
    expect(refusalOf(asMax, subAccount(zoe, { ...nothing, [flag]: true }), { settings: closedShop }).code).toBe(code);
    expect(create(asMax, subAccount(zoe, nothing), { settings: closedShop }).ok).toBe(true);
  });

  it("S27 S28 names only authorizers who may authorize for this company", () => {
    const withAuthorizers = (...people: Parameters<typeof limitOf>[1][]) =>
      subAccount(rita, limited(limitOf(euros(100_00), ...people)));
    expect(create(asMax, withAuthorizers(ada, max)).ok).toBe(true);
    expect(refusalOf(asMax, withAuthorizers(ada, zoe))).toEqual({
      code: "may-not-authorize",
      args: { account: "Zoe" },
    });
    expect(refusalOf(asMax, withAuthorizers({ personId: unknownPerson, name: "?" }))).toEqual({
      code: "authorizer-unknown",
      args: { authorizer: unknownPerson },
    });
  });

  it("S29 I26 never names the account as its own authorizer", () => {
    const nora = { personId: unknownPerson, name: "Nora" };
    for (const person of [rita, nora]) {
      const own = authorizer(person, limited(limitOf(euros(100_00), person)));
      expect(refusalOf(asMax, own)).toEqual({ code: "authorizer-is-the-buyer", args: { account: person.name } });
    }
  });
});
