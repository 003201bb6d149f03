import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ShopAccount, ShopSettings, SubAccount } from "#shared/domain/shop-account.ts";
import { ada, max, rita, zoe } from "#shared/testing/fixtures/approval.ts";

import { accountRefusalCodes } from "./refusals.ts";
import type { AccountRight } from "./rights.ts";
import { effectiveRights } from "./rights.ts";
import { authorizer, buyer, manager, openShop, regular, subAccount } from "./testing/company.ts";

const answer = (right: AccountRight, account: ShopAccount, settings: Partial<ShopSettings> = {}) => {
  const effective = effectiveRights(account, { ...openShop, ...settings })[right];
  return effective.ok ? effective.value : effective.error;
};
const codeOf = (...asked: Parameters<typeof answer>) => {
  const given = answer(...asked);
  return typeof given === "string" ? given : given.code;
};

describe("what an account may do", () => {
  it("S04 S06 S07 S35 orders in every role, when the shop lets business customers order", () => {
    for (const account of [regular(zoe), manager(max), subAccount(rita), buyer])
      expect(answer("order", account)).toBe("order");
  });

  it("S19 does not order when the account manager prohibits it", () => {
    expect(answer("order", subAccount(rita, { mayOrder: false }))).toEqual({
      code: "may-not-order",
      args: { account: "Rita" },
    });
  });

  it("S20 S21 does not order, in any role, when View and order is off for business customers", () => {
    for (const account of [regular(zoe), manager(max), subAccount(rita)])
      expect(answer("order", account, { mayViewAndOrder: false })).toEqual({ code: "ordering-off-in-shop", args: {} });
  });

  it.each([
    ["full-amount-online", "full amount online"],
    ["prepayment", "prepayment"],
  ] as const)("S20 S22 S37 does not order as a sub-account when orders are paid by %s", (payment, words) => {
    expect(answer("order", subAccount(rita), { onlineOrderPayments: payment })).toEqual({
      code: "payment-not-on-account",
      args: { payment: words },
    });
  });

  it("S04 S06 S37 orders as a regular account or account manager, however orders are paid", () => {
    for (const account of [regular(zoe), manager(max)])
      expect(answer("order", account, { onlineOrderPayments: "full-amount-online" })).toBe("order");
  });

  it("S23 sees prices when its flag says so", () => {
    expect(answer("see-prices", subAccount(rita))).toBe("see-prices");
    expect(answer("see-prices", subAccount(rita, { maySeePrices: false }))).toEqual({
      code: "may-not-see-prices",
      args: { account: "Rita" },
    });
    expect(answer("see-prices", manager(max))).toBe("see-prices");
  });

  it("S24 sees no prices when the shop shows none, whatever its flag says", () => {
    expect(codeOf("see-prices", subAccount(rita), { showsPrices: false })).toBe("prices-off-in-shop");
    expect(codeOf("see-prices", manager(max), { showsPrices: false })).toBe("prices-off-in-shop");
    expect(answer("see-prices", subAccount(rita), { showsStock: false })).toBe("see-prices");
  });

  it("S25 sees stock when its flag says so", () => {
    expect(answer("see-stock", subAccount(rita))).toBe("see-stock");
    expect(answer("see-stock", subAccount(rita, { maySeeStock: false }))).toEqual({
      code: "may-not-see-stock",
      args: { account: "Rita" },
    });
  });

  it("S26 sees no stock when the shop shows none, whatever its flag says", () => {
    expect(codeOf("see-stock", subAccount(rita), { showsStock: false })).toBe("stock-off-in-shop");
    expect(codeOf("see-stock", regular(zoe), { showsStock: false })).toBe("stock-off-in-shop");
    expect(answer("see-stock", subAccount(rita), { showsPrices: false })).toBe("see-stock");
  });

  it("S27 S29 authorizes as a sub-account with the right, or as account manager, never as a regular account", () => {
    expect(answer("authorize", authorizer(ada))).toBe("authorize");
    expect(answer("authorize", manager(max))).toBe("authorize");
    expect(answer("authorize", subAccount(rita))).toEqual({ code: "may-not-authorize", args: { account: "Rita" } });
    expect(answer("authorize", regular(zoe))).toEqual({ code: "may-not-authorize", args: { account: "Zoe" } });
  });

  it("S05 S12 manages sub-accounts as account manager only", () => {
    expect(answer("manage-sub-accounts", manager(max))).toBe("manage-sub-accounts");
    for (const account of [regular(zoe), authorizer(ada)])
      expect(answer("manage-sub-accounts", account)).toEqual({
        code: "not-an-account-manager",
        args: { account: account.name },
      });
  });

  it("S54 places quotes, even where it may not order, because a quote commits to nothing", () => {
    expect(answer("place-quotes", subAccount(rita, { mayOrder: false }), { mayViewAndOrder: false })).toBe(
      "place-quotes",
    );
  });

  it("S18 does nothing at all while it is not activated", () => {
    const rights = effectiveRights(manager(max, { isActivated: false }), { ...openShop, showsPrices: false });
    for (const right of Object.values(rights))
      expect(right).toEqual({ ok: false, error: { code: "account-deactivated", args: { account: "Max" } } });
  });

  it("S20 S24 S26 names the shop's reason before the account's own", () => {
    const nothing = subAccount(rita, { mayOrder: false, maySeePrices: false, maySeeStock: false });
    const closed = { mayViewAndOrder: false, showsPrices: false, showsStock: false };
    expect(codeOf("order", nothing, closed)).toBe("ordering-off-in-shop");
    expect(codeOf("order", nothing, { onlineOrderPayments: "prepayment" })).toBe("payment-not-on-account");
    expect(codeOf("see-prices", nothing, closed)).toBe("prices-off-in-shop");
    expect(codeOf("see-stock", nothing, closed)).toBe("stock-off-in-shop");
  });

  it("answers every right of every sub-account: yes, or no with a code of the list; a shop never adds a right", () => {
    const flags = fc.record({
      isActivated: fc.boolean(),
      mayOrder: fc.boolean(),
      maySeePrices: fc.boolean(),
      maySeeStock: fc.boolean(),
      mayAuthorize: fc.boolean(),
    }) satisfies fc.Arbitrary<Partial<SubAccount>>;
    const settings: fc.Arbitrary<ShopSettings> = fc.record({
      mayViewAndOrder: fc.boolean(),
      onlineOrderPayments: fc.constantFrom("full-amount-on-account", "full-amount-online", "prepayment"),
      showsPrices: fc.boolean(),
      showsStock: fc.boolean(),
    });
    fc.assert(
      fc.property(flags, settings, (given, shop) => {
        const account = subAccount(rita, given);
        const open = effectiveRights(account, openShop);
        for (const [right, effective] of Object.entries(effectiveRights(account, shop))) {
          const isRight = effective.ok
            ? open[right as AccountRight].ok
            : accountRefusalCodes.includes(effective.error.code);
          expect(isRight).toBe(true);
        }
      }),
    );
  });
});
