import { describe, expect, it } from "vitest";

import type { CreditRiskScope } from "#shared/domain/credit-risk.ts";

import { assessCompletedOrder } from "./assessment.ts";
import { atDistributor, atSeller, euros, limitOf, order, withCustomer } from "./testing/chain.ts";
import type { Sample } from "./testing/settings.ts";
import { customer, stranger } from "./testing/settings.ts";

describe("the final assessment of a completed order", () => {
  const items = [
    { id: "1", product: "Office", vendor: "Microsoft", sku: "E3", amount: euros(70_00) },
    { id: "2", product: "Photoshop", vendor: "Adobe", amount: euros(50_00) },
  ];
  const scopes: CreditRiskScope[] = [{ level: "vendor", vendor: "Microsoft" }];
  const limited = (amountMinor: number): Sample => ({
    members: [{ organisation: customer, limit: limitOf(amountMinor) }],
    scopes,
  });

  it("A80 A84 A90 gives, item by item, what is in scope, at the partner's own level", () => {
    const partner = atSeller(limited(120_00), euros(120_00));
    expect(assessCompletedOrder(order([partner]), partner, items)).toEqual([
      {
        partner: "Seller B",
        group: "Standard",
        member: "Customer B",
        items: [
          { id: "1", isInScope: true, amount: euros(70_00) },
          { id: "2", isInScope: false, amount: euros(50_00) },
        ],
        limit: limitOf(120_00),
        isLimitExceeded: false,
      },
    ]);
  });

  it("A84 says when the completed order exceeds the member's limit", () => {
    const partner = atSeller(limited(119_99), euros(120_00));
    expect(assessCompletedOrder(order([partner]), partner, items)[0]?.isLimitExceeded).toBe(true);
    const unlimited = atSeller(withCustomer, euros(120_00));
    const [assessment] = assessCompletedOrder(order([unlimited]), unlimited, items);
    expect(assessment).toMatchObject({ isLimitExceeded: false });
    expect(assessment && "limit" in assessment).toBe(false);
  });

  it("A90 is empty for a partner whom the order does not concern", () => {
    const partner = atSeller(withCustomer);
    expect(assessCompletedOrder(order([atDistributor()]), partner, items)).toEqual([]);
    expect(assessCompletedOrder(order([partner], { buyer: stranger }), partner, items)).toEqual([]);
  });
});
