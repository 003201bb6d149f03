import { describe, expect, it } from "vitest";

import { organisationIdSchema } from "#shared/domain/ids.ts";
import type { CustomerApproval } from "#shared/domain/reseller-account.ts";
import { card, cash, deposit } from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";

import { approvalToggle, switchApproval } from "./approval-toggle.ts";

const approval = (id: string, isOn: boolean): CustomerApproval => ({
  customerId: organisationIdSchema.parse(id),
  isOn,
});
const customers = [approval("one", true), approval("two", true), approval("three", true)];

describe("the switch for a customer's orders", () => {
  it("W03 is on until it is switched", () => {
    for (const payment of [cash, deposit])
      expect(approvalToggle(payment)).toEqual({ isOn: true, isLocked: false, isApprovalRequired: true });
  });

  it("W04 is on and locked under card payment, and every order needs approval", () => {
    expect(approvalToggle(card)).toEqual({ isOn: true, isLocked: true, isApprovalRequired: true });
  });

  it("W05 may be switched off for one or all customers under cash and deposit, and on again", () => {
    for (const payment of [cash, deposit]) {
      const off = switchApproval(payment, customers, false);
      expect(off).toEqual({ ok: true, value: customers.map((each) => ({ ...each, isOn: false })) });
      expect(switchApproval(payment, customers.slice(1, 2), false)).toEqual({
        ok: true,
        value: [approval("two", false)],
      });
      expect(approvalToggle(payment, approval("two", false))).toEqual({
        isOn: false,
        isLocked: false,
        isApprovalRequired: false,
      });
      expect(switchApproval(payment, [approval("two", false)], true)).toEqual({
        ok: true,
        value: [approval("two", true)],
      });
    }
  });

  it("W04 W10 cannot be switched under card payment, in either direction", () => {
    for (const isOn of [true, false]) {
      const refused = switchApproval(card, customers, isOn);
      expect(refused).toEqual({ ok: false, error: { code: "approval-toggle-locked", args: {} } });
    }
  });

  it("W10 is locked in its position when the reseller changes to a card, with approval required anyway, and applies again later", () => {
    for (const isOn of [true, false]) {
      const before = approvalToggle(cash, approval("one", isOn));
      expect(approvalToggle(card, approval("one", isOn))).toEqual({ isOn, isLocked: true, isApprovalRequired: true });
      expect(approvalToggle(deposit, approval("one", isOn))).toEqual(before);
    }
  });
});
