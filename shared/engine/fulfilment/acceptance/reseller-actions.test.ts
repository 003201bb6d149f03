import { describe, expect, it } from "vitest";

import type { OrderStatus } from "#shared/domain/order.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import { ada, orderWith, stage } from "#shared/testing/fixtures/approval.ts";

import type { AcceptanceInput } from "./check-acceptance.ts";
import { acceptOrder, cancelOrder, statusAfterChecks } from "./reseller-actions.ts";
import { acceptance, accepted, account, cash, credit } from "./testing/reseller.ts";

const pending = orderWith([stage("reseller", [ada], { mode: "any" }, "reseller")]);
const blocked = { ...pending, status: "blocked-by-credit" as const };
const free = { ...orderWith([]), status: "blocked-by-credit" as const };

const byCash = account({ payment: cash });
const accept = (order: typeof pending, more: Partial<AcceptanceInput> = {}) => {
  const done = acceptOrder(order, acceptance({ account: byCash, ...more }));
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
};
const manual = accepted({ lines: [{ product: "Server", isAutomatic: false }] });
const noCredit = credit({ limitMinor: 0 });
const withoutToken = account({ tokens: [] });

describe("accept from a widget", () => {
  it("W70 approves a pending order, then runs the checks", () => {
    expect(accept(pending)).toMatchObject({ status: "executing", isApproved: true });
    expect(accept(pending, { order: manual })).toMatchObject({ status: "executing", isApproved: true });
    expect(accept(pending, { credit: noCredit })).toMatchObject({ status: "blocked-by-credit", isApproved: true });
  });

  it("W08 W27 W29 leaves an order pending and unapproved when the payment does not work", () => {
    expect(accept(pending, { account: withoutToken })).toMatchObject({ status: "pending", isApproved: false });
    expect(accept(pending, { account: account() })).toMatchObject({ status: "pending", isApproved: false });
  });

  it("W60 W67 runs all checks again once the reseller has paid the distributor", () => {
    for (const order of [blocked, free]) {
      expect(accept(order)).toMatchObject({ status: "executing", acceptance: { outcome: "execute" } });
      expect(accept(order, { order: manual })).toMatchObject({
        status: "executing",
        acceptance: { outcome: "to-distributor" },
      });
      expect(accept(order, { account: withoutToken })).toMatchObject({ status: "pending" });
      expect(accept(order, { credit: noCredit })).toMatchObject({ status: "blocked-by-credit" });
    }
  });

  it("W20 W67 records an order that still lacks credit once, and shows its figures again", () => {
    expect(accept(pending, { credit: noCredit }).acceptance.notifications).toHaveLength(2);
    const again = accept(blocked, { credit: noCredit }).acceptance;
    expect(again).toMatchObject({ outcome: "blocked-by-credit", reason: { code: "credit-insufficient" } });
    expect(again.notifications).toEqual([]);
    expect(accept(blocked, { order: manual }).acceptance.notifications).toHaveLength(1);
  });
});

describe("cancel from a widget", () => {
  it("W60 W68 W70 ends an order that waits or lacks credit, so that it is never executed", () => {
    for (const order of [pending, blocked, free]) expect(cancelOrder(order)).toEqual({ ok: true, value: "rejected" });
  });
});

describe("an action that is not offered", () => {
  const others = orderStatusSchema.options.filter((status) => status !== "pending" && status !== "blocked-by-credit");
  const refused = (action: string, status: OrderStatus) => ({
    ok: false,
    error: { code: "action-not-offered", args: { action, status } },
  });

  it("W36 W68 is refused: what was cancelled or is under way is neither accepted nor cancelled", () => {
    for (const status of others) {
      expect(acceptOrder({ ...pending, status }, acceptance())).toEqual(refused("accept", status));
      expect(cancelOrder({ ...pending, status })).toEqual(refused("cancel", status));
    }
  });

  it("W69 is refused while somebody else has to decide", () => {
    const order = orderWith([stage("approver", [ada])]);
    expect(acceptOrder(order, acceptance())).toEqual(refused("accept", "pending"));
    expect(cancelOrder(order)).toEqual(refused("cancel", "pending"));
  });
});

describe("the status after the checks", () => {
  const after = (status: OrderStatus, outcome: Parameters<typeof statusAfterChecks>[1]["outcome"]) => {
    const next = statusAfterChecks(status, { outcome });
    return next.ok ? next.value : next.error.code;
  };

  it("W57 W58 follows the outcome for an order that needs no approval, one that has it, and one tried again", () => {
    for (const status of ["approved", "not-needed", "blocked-by-credit", "failed-after-approval"] as const) {
      expect(after(status, "execute")).toBe("executing");
      expect(after(status, "to-distributor")).toBe("executing");
      expect(after(status, "blocked-by-credit")).toBe("blocked-by-credit");
      expect(after(status, "stays-pending")).toBe("pending");
    }
  });

  it("A68 W69 is refused for an order that nobody has approved yet, and for one that is under way or over", () => {
    for (const status of ["draft", "pending", "waiting-for-data", "executing", "executed", "rejected"] as const)
      expect(after(status, "execute")).toBe("order-step-impossible");
  });
});
