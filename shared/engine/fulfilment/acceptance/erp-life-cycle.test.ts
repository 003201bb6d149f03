import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ErpStatus, Order } from "#shared/domain/order.ts";
import { erpStatusSchema, orderStatusSchema } from "#shared/domain/order.ts";
import { nextState } from "#shared/engine/transitions.ts";
import { ada, after, approval, orderWith, rejection, reversal, stage } from "#shared/testing/fixtures/approval.ts";

import { erpAuthorizationOf } from "./authorization.ts";
import type { ErpEvent } from "./erp-life-cycle.ts";
import { erpLifeCycle, erpStatusAfter } from "./erp-life-cycle.ts";

const pending = orderWith([stage("one", [ada])]);
const approved = after(pending, [1, ada, approval("one")]);
const declined = after(pending, [1, ada, rejection("one", "No.")]);
const free = orderWith([]);
const events = ["hand-over", "withdraw", "release", "post"] as const;

const step = (order: Order, erpStatus: ErpStatus, event: ErpEvent) => {
  const next = erpStatusAfter({ ...order, erpStatus }, event);
  return next.ok ? next.value : next.error;
};

describe("the authorization status in the ERP", () => {
  it("S50 is one of four words and follows from the decisions", () => {
    expect([free, pending, approved, declined].map(erpAuthorizationOf)).toEqual([
      "NotNeeded",
      "Pending",
      "Approved",
      "Declined",
    ]);
    expect(erpAuthorizationOf(after(approved, [2, ada, reversal(1)]))).toBe("Pending");
  });

  it("S50 stays what it was while the order is executed, fails or lacks credit", () => {
    for (const status of ["executing", "executed", "failed-after-approval", "blocked-by-credit"] as const) {
      expect(erpAuthorizationOf({ ...approved, status })).toBe("Approved");
      expect(erpAuthorizationOf({ ...free, status })).toBe("NotNeeded");
    }
  });

  it("S50 W68 is declined for a cancelled order, and pending for one that is not submitted yet", () => {
    expect(erpAuthorizationOf({ ...pending, status: "rejected" })).toBe("Declined");
    expect(erpAuthorizationOf({ ...free, status: "draft" })).toBe("Pending");
  });
});

describe("an order in the ERP", () => {
  it("S64 appears in its list once it is approved, or when it needs no approval", () => {
    expect(step(approved, "absent", "hand-over")).toBe("open");
    expect(step(free, "absent", "hand-over")).toBe("open");
  });

  it("S61 S62 S65 is not in its list while it waits, nor once it is declined", () => {
    expect(step(pending, "absent", "hand-over")).toEqual({
      code: "not-authorized-for-erp",
      args: { authorization: "Pending", event: "hand-over" },
    });
    expect(step(declined, "absent", "hand-over")).toEqual({
      code: "not-authorized-for-erp",
      args: { authorization: "Declined", event: "hand-over" },
    });
  });

  it("S63 is released and posted only when it is approved, or needs no approval", () => {
    for (const order of [approved, free]) {
      expect(step(order, "open", "release")).toBe("released");
      expect(step(order, "released", "post")).toBe("posted");
    }
    for (const order of [pending, declined]) {
      expect(step(order, "open", "release")).toMatchObject({ code: "not-authorized-for-erp" });
      expect(step(order, "released", "post")).toMatchObject({
        code: "not-authorized-for-erp",
        args: { event: "post" },
      });
    }
  });

  it("S66 leaves the list when its approval is taken back, but not once the ERP has moved on", () => {
    for (const order of [approved, after(approved, [2, ada, reversal(1)])]) {
      expect(step(order, "open", "withdraw")).toBe("absent");
      for (const erpStatus of ["released", "posted"] as const)
        expect(step(order, erpStatus, "withdraw")).toEqual({ code: "erp-moved-on", args: { erpStatus } });
    }
  });

  it("repeats no step and skips none", () => {
    expect(step(approved, "absent", "post")).toEqual({
      code: "erp-step-impossible",
      args: { erpStatus: "absent", event: "post" },
    });
    expect(step(approved, "open", "hand-over")).toMatchObject({ code: "erp-step-impossible" });
    expect(step(approved, "absent", "withdraw")).toMatchObject({ code: "erp-step-impossible" });
    expect(step(approved, "posted", "post")).toMatchObject({ code: "erp-step-impossible" });
  });

  it("S61 S63 S65 S66 never moves on while it waits or after it was declined, whatever is tried in whatever status", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(pending, approved, declined, free),
        fc.constantFrom(...orderStatusSchema.options),
        fc.constantFrom(...erpStatusSchema.options),
        fc.constantFrom(...events),
        (order, status, erpStatus, event) => {
          const authorization = erpAuthorizationOf({ ...order, status });
          const mayMove = event === "withdraw" || ["Approved", "NotNeeded"].includes(authorization);
          const next = erpStatusAfter({ ...order, status, erpStatus }, event);
          const arrow = nextState(erpLifeCycle, erpStatus, event);
          expect(next.ok ? next.value : undefined).toBe(mayMove ? arrow : undefined);
        },
      ),
    );
  });
});
