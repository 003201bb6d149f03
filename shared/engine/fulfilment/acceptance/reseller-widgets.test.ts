import { describe, expect, it } from "vitest";

import type { OrderStatus } from "#shared/domain/order.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import { ada, after, approval, bruno, inParallel, max, orderWith, stage } from "#shared/testing/fixtures/approval.ts";

import { offeredActions, widgetsOf } from "./reseller-widgets.ts";

const any = { mode: "any" } as const;
const resellerStage = stage("reseller", [ada], any, "reseller");
const needing = orderWith([resellerStage]);
const free = orderWith([]);
const withStatus = (status: OrderStatus, order = needing) => ({ ...order, status });

describe("the dashboards' widgets", () => {
  it("W69 list an order that waits for the reseller's approval under pending approvals", () => {
    expect(widgetsOf(needing)).toEqual(["reseller-pending-approval"]);
  });

  it("W69 list no order that waits for somebody else, until it reaches the reseller", () => {
    const atManager = orderWith([stage("manager", [max], any, "cost-centre-manager"), resellerStage]);
    expect(widgetsOf(atManager)).toEqual([]);
    expect(widgetsOf(after(atManager, [1, max, approval("manager")]))).toEqual(["reseller-pending-approval"]);
    expect(widgetsOf(orderWith([stage("approver", [bruno])]))).toEqual([]);
    expect(widgetsOf(inParallel(atManager))).toEqual(["reseller-pending-approval"]);
  });

  it("W27 W29 list an order whose payment failed after the reseller accepted it", () => {
    const accepted = after(needing, [1, ada, approval("reseller")]);
    expect(widgetsOf(withStatus("pending", accepted))).toEqual(["reseller-pending-approval"]);
    expect(widgetsOf(withStatus("pending", free))).toEqual(["reseller-pending-approval"]);
  });

  it("W20 W57 W59 list an approval-free order without credit as unexecuted, on both sides", () => {
    expect(widgetsOf(withStatus("blocked-by-credit", free))).toEqual(["reseller-unexecuted", "distributor-unexecuted"]);
  });

  it("W20 W72 keep an accepted order without credit under pending approvals, and show it to the distributor", () => {
    const blocked = withStatus("blocked-by-credit", after(needing, [1, ada, approval("reseller")]));
    expect(widgetsOf(blocked)).toEqual(["reseller-pending-approval", "distributor-unexecuted"]);
  });

  it("W57 W69 list no order in another status", () => {
    const others = orderStatusSchema.options.filter((status) => status !== "pending" && status !== "blocked-by-credit");
    for (const status of others)
      for (const order of [needing, free]) expect(widgetsOf(withStatus(status, order))).toEqual([]);
  });
});

describe("the actions of an order", () => {
  it("W35 are accept and cancel while it waits for the reseller or lacks credit", () => {
    expect(offeredActions(needing)).toEqual(["accept", "cancel"]);
    expect(offeredActions(withStatus("blocked-by-credit"))).toEqual(["accept", "cancel"]);
    expect(offeredActions(withStatus("blocked-by-credit", free))).toEqual(["accept", "cancel"]);
  });

  it("W36 are none in any other status, and while somebody else has to decide", () => {
    for (const status of orderStatusSchema.options)
      expect(offeredActions(withStatus(status)).length > 0).toBe(
        status === "pending" || status === "blocked-by-credit",
      );
    expect(offeredActions(orderWith([stage("approver", [bruno])]))).toEqual([]);
  });
});

it("W57 W69 an order without credit that others approved is not among the reseller's pending approvals", () => {
  const approvedByOthers = after(orderWith([stage("approver", [bruno])]), [1, bruno, approval("approver")]);
  expect(widgetsOf(withStatus("blocked-by-credit", approvedByOthers))).toEqual([
    "reseller-unexecuted",
    "distributor-unexecuted",
  ]);
});
