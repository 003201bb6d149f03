import { describe, expect, it } from "vitest";

import type { Order } from "#shared/domain/order.ts";
import {
  ada,
  after,
  approval,
  at,
  bruno,
  max,
  orderWith,
  refusalOf,
  rejection,
  rita,
  stage,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

const anyOf = orderWith([stage("one", [ada, bruno])]);
const inSequence = orderWith([stage("one", [max]), stage("two", [ada])]);

const code = (...attempted: Parameters<typeof refusalOf>) => refusalOf(...attempted).code;

describe("a decision", () => {
  it("S44 approves or rejects, and says who decided what and when", () => {
    const approved = after(anyOf, [5, ada, approval("one", "Agreed.")]);
    expect(approved.flow.decisions).toEqual([
      {
        id: "01900000-0000-7000-8000-000000000005",
        stageId: "one",
        outcome: "approved",
        reason: "Agreed.",
        person: ada,
        deviceId: "device-ada",
        madeAt: at(5),
        receivedAt: at(5),
      },
    ]);
    expect(after(anyOf, [5, ada, rejection("one", "Too dear.")]).flow.decisions[0]).toMatchObject({
      outcome: "rejected",
      reason: "Too dear.",
    });
  });

  it("does not change its input, and raises the revision", () => {
    const before = structuredClone(anyOf);
    const approved = after(anyOf, [5, ada, approval("one")]);
    expect(anyOf).toEqual(before);
    expect(approved.revision).toBe(before.revision + 1);
  });

  it("S64 S65 puts an approved order into the ERP as open, but not a rejected one", () => {
    expect(anyOf.erpStatus).toBe("absent");
    expect(after(anyOf, [5, ada, approval("one")]).erpStatus).toBe("open");
    expect(after(anyOf, [5, ada, rejection("one", "No.")]).erpStatus).toBe("absent");
    expect(orderWith([]).erpStatus).toBe("open");
  });

  it("I13 needs a reason to reject, but not to approve", () => {
    expect(code(anyOf, [5, ada, rejection("one")])).toBe("reason-required");
    expect(after(anyOf, [5, ada, approval("one")]).status).toBe("approved");
  });

  it("S46 may reject without a reason if the policy makes it optional", () => {
    const optional = orderWith([stage("one", [ada])], { rejectionReason: "optional" });
    expect(after(optional, [5, ada, rejection("one")]).status).toBe("rejected");
    expect(after(optional, [5, ada, rejection("one", "Why not.")]).status).toBe("rejected");
  });

  it("takes no reason if the policy records none", () => {
    const none = orderWith([stage("one", [ada])], { rejectionReason: "none" });
    expect(code(none, [5, ada, rejection("one", "Why not.")])).toBe("reason-not-accepted");
    expect(after(none, [5, ada, rejection("one")]).status).toBe("rejected");
  });

  it("is not for people whom the stage does not ask", () => {
    expect(code(anyOf, [5, zoe, approval("one")])).toBe("not-a-candidate");
    expect(code(inSequence, [5, ada, approval("one")])).toBe("not-a-candidate");
  });

  it("I26 is not for the requester, even if the stage asks them", () => {
    const own = orderWith([stage("one", [rita, ada])]);
    expect(code(own, [5, rita, approval("one")])).toBe("own-order");
    const allowed = orderWith([stage("one", [rita, ada])], { selfApproval: "allowed" });
    expect(after(allowed, [5, rita, approval("one")]).status).toBe("approved");
  });

  it("I03 waits for the earlier stage", () => {
    expect(code(inSequence, [5, ada, approval("two")])).toBe("stage-not-open");
  });

  it("is for stages that the order has", () => {
    expect(code(anyOf, [5, ada, approval("three")])).toBe("stage-unknown");
  });

  it("is for pending orders: one that waits for data does not start its approval", () => {
    const waiting: Order = { ...anyOf, status: "waiting-for-data" };
    expect(refusalOf(waiting, [5, ada, approval("one")])).toEqual({
      code: "order-not-pending",
      args: { status: "waiting-for-data" },
    });
  });

  it("S52 by the later of two people is refused, saying who decided what and when", () => {
    const decided = after(anyOf, [5, ada, rejection("one", "Too dear.")]);
    expect(refusalOf(decided, [9, bruno, approval("one")])).toEqual({
      code: "already-decided",
      args: { person: "Ada", outcome: "rejected", at: at(5) },
    });
    const approved = after(anyOf, [5, ada, approval("one")]);
    expect(refusalOf(approved, [9, bruno, rejection("one", "No.")]).args).toMatchObject({ outcome: "approved" });
  });

  it("A17 S52 on a later stage is refused, saying which rejection ended the flow", () => {
    const ended = after(inSequence, [5, max, rejection("one", "No.")]);
    expect(refusalOf(ended, [9, ada, approval("two")])).toEqual({
      code: "already-decided",
      args: { person: "Max", outcome: "rejected", at: at(5) },
    });
  });

  it("A14 is refused when the same person decides otherwise", () => {
    const decided = after(anyOf, [5, ada, approval("one")]);
    expect(refusalOf(decided, [9, ada, rejection("one", "On second thought.")])).toEqual({
      code: "already-decided-by-you",
      args: { outcome: "approved", at: at(5) },
    });
  });

  it("I24 by one person in two stages counts as two", () => {
    const twice = orderWith([stage("one", [max]), stage("two", [max])]);
    const once = after(twice, [1, max, approval("one")]);
    expect(once.status).toBe("pending");
    expect(after(once, [2, max, approval("two")]).status).toBe("approved");
  });
});
