import { describe, expect, it } from "vitest";

import type { Stage } from "#shared/domain/approval-flow.ts";
import { unknownAmount } from "#shared/domain/money.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import { ada, after, approval, bruno, max, orderWith, stage } from "#shared/testing/fixtures/approval.ts";

import { provisioningNotifications } from "./provisioning-notifications.ts";

const partnerStage = (id: string, partner: string, person = ada): Stage => ({
  ...stage(id, [person]),
  condition: { when: "credit-risk-group", group: "CR", partner, amount: unknownAmount },
});
const approved = after(
  orderWith([
    partnerStage("one", "Distributor"),
    stage("two", [max]),
    partnerStage("three", "Seller", bruno),
    partnerStage("four", "Seller", bruno),
  ]),
  [1, ada, approval("one")],
  [2, max, approval("two")],
  [3, bruno, approval("three")],
  [4, bruno, approval("four")],
);
const told = (type: string, partner: string) => ({ type, orderId: "order-1", partner });

describe("the end of provisioning", () => {
  it("A21 A25 sends the final order to each partner that approved it, once, when it succeeded", () => {
    expect(provisioningNotifications({ ...approved, status: "executed" })).toEqual([
      told("final-order", "Distributor"),
      told("final-order", "Seller"),
    ]);
  });

  it("A26 tells the same partners when it failed", () => {
    expect(provisioningNotifications({ ...approved, status: "failed-after-approval" })).toEqual([
      told("provisioning-failed", "Distributor"),
      told("provisioning-failed", "Seller"),
    ]);
  });

  it("tells no partner that did not approve, and none before the end", () => {
    const waiting = orderWith([partnerStage("one", "Distributor")]);
    expect(provisioningNotifications({ ...waiting, status: "executed" })).toEqual([]);
    for (const status of orderStatusSchema.options)
      expect(provisioningNotifications({ ...approved, status }).length > 0).toBe(
        status === "executed" || status === "failed-after-approval",
      );
  });
});
