import { describe, expect, it } from "vitest";

import { account, card, credit } from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";

import { creditPositionSchema, customerApprovalSchema, resellerAccountSchema } from "./reseller-account.ts";

describe("a reseller's account", () => {
  it("W03 has approval on for every customer without a choice", () => {
    expect(customerApprovalSchema.parse({ customerId: "customer" }).isOn).toBe(true);
    expect(customerApprovalSchema.parse({ customerId: "customer", isOn: false }).isOn).toBe(false);
  });

  it("names a gateway for a card and for nothing else", () => {
    expect(resellerAccountSchema.safeParse(account()).success).toBe(true);
    expect(resellerAccountSchema.safeParse(account({ payment: { method: "cash" } })).success).toBe(true);
    for (const payment of [{ method: "credit-card" }, { ...card, method: "cash" }, { method: "cheque" }])
      expect(resellerAccountSchema.safeParse({ ...account(), payment }).success).toBe(false);
  });

  it("names the time zone in which a card expires", () => {
    expect(resellerAccountSchema.safeParse(account({ timeZone: "Mars/Olympus" })).error?.issues[0]?.path).toEqual([
      "timeZone",
    ]);
  });

  it("has a limit and commitments that are not negative, and amounts whose difference is exact", () => {
    expect(creditPositionSchema.safeParse(credit({ balanceOwedMinor: -5_00 })).success).toBe(true);
    for (const wrong of [
      { limitMinor: -1 },
      { committedMinor: -1 },
      { limitMinor: 0.5 },
      { balanceOwedMinor: Number.MAX_SAFE_INTEGER },
      { currency: "XXX" },
    ])
      expect(creditPositionSchema.safeParse(credit(wrong)).success).toBe(false);
  });
});
