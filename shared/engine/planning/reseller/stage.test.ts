import { describe, expect, it } from "vitest";

import { organisationIdSchema } from "#shared/domain/ids.ts";
import type { CustomerApproval, ResellerPayment } from "#shared/domain/reseller-account.ts";
import {
  account,
  card,
  cardWithoutTokens,
  cash,
  deposit,
  resellerId,
} from "#shared/engine/fulfilment/acceptance/testing/reseller.ts";
import { ada, bruno } from "#shared/testing/fixtures/approval.ts";

import { resellerStageRequest } from "./stage.ts";

const customerId = organisationIdSchema.parse("org-customer");
const order = { customer: { organisationId: customerId, name: "Customer" } };
const off: CustomerApproval = { customerId, isOn: false };

const stageOf = (payment: ResellerPayment, approval?: CustomerApproval) =>
  resellerStageRequest(order, account({ payment }), approval, [ada, bruno]);

const asked = {
  role: "reseller",
  requirement: { mode: "any" },
  candidates: [ada, bruno],
  condition: { when: "reseller-approval", customer: "Customer" },
};

describe("the reseller's stage", () => {
  it("W02 W03 is asked for a customer's order unless the reseller switched it off", () => {
    expect(stageOf(cash)).toEqual(asked);
    expect(stageOf(cash, { customerId, isOn: true })).toEqual(asked);
  });

  it("W05 is not asked for under cash or deposit once it was switched off", () => {
    expect(stageOf(cash, off)).toBeUndefined();
    expect(stageOf(deposit, off)).toBeUndefined();
  });

  it("W04 W06 W10 W24 is asked for every customer's order under card payment, whatever the switch says", () => {
    for (const payment of [card, cardWithoutTokens])
      for (const approval of [undefined, off]) expect(stageOf(payment, approval)).toEqual(asked);
  });

  it("is not asked for an order that the reseller places for itself", () => {
    const own = { customer: { organisationId: resellerId, name: "Reseller" } };
    expect(resellerStageRequest(own, account(), undefined, [ada])).toBeUndefined();
  });
});
