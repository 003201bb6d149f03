import { describe, expect, it } from "vitest";

import type { Order } from "#shared/domain/order.ts";
import {
  ada,
  after,
  approval,
  at,
  bruno,
  commandIdOf,
  max,
  orderWith,
  refusalOf,
  rejection,
  reversal,
  stage,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

import { foldFlow } from "./fold.ts";

const anyOf = orderWith([stage("one", [ada, bruno])]);
const approved = after(anyOf, [5, ada, approval("one")]);

describe("a reversal", () => {
  it("S47 D07 takes a decision back, so that the stage is asked and decided again", () => {
    const reversed = after(approved, [6, ada, reversal(5, "By mistake.")]);
    expect(reversed.status).toBe("pending");
    expect(after(reversed, [7, ada, rejection("one", "Too dear.")]).status).toBe("rejected");
  });

  it("S47 takes a rejection back just as well", () => {
    const rejected = after(anyOf, [5, ada, rejection("one", "Too dear.")]);
    expect(after(rejected, [6, ada, reversal(5)], [7, ada, approval("one")]).status).toBe("approved");
  });

  it("keeps the decision on record, with who took it back, when and why", () => {
    const { decisions } = after(approved, [6, bruno, reversal(5, "By mistake.")]).flow;
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({
      id: commandIdOf(5),
      outcome: "approved",
      person: ada,
      reversal: { commandId: commandIdOf(6), person: bruno, reason: "By mistake.", receivedAt: at(6) },
    });
  });

  it("S53 is open to another authorizer of the stage, who may then decide otherwise", () => {
    const decidedAnew = after(approved, [6, bruno, reversal(5)], [7, bruno, rejection("one", "No.")]);
    expect(decidedAnew.status).toBe("rejected");
  });

  it("S53 is not open to people whom the stage does not ask", () => {
    expect(refusalOf(approved, [6, zoe, reversal(5)]).code).toBe("not-a-candidate");
  });

  it("S66 takes the order out of the ERP again", () => {
    expect(approved.erpStatus).toBe("open");
    expect(after(approved, [6, ada, reversal(5)]).erpStatus).toBe("absent");
  });

  it.each(["released", "posted"] as const)("S48 S66 is refused once the order is %s in the ERP", (erpStatus) => {
    const movedOn: Order = { ...approved, erpStatus };
    expect(refusalOf(movedOn, [6, ada, reversal(5)])).toEqual({ code: "erp-moved-on", args: { erpStatus } });
  });

  it.each(["executing", "executed", "failed-after-approval"] as const)(
    "is refused once provisioning has begun: the order is %s",
    (status) => {
      const begun: Order = { ...approved, status };
      expect(refusalOf(begun, [6, ada, reversal(5)])).toEqual({ code: "fulfilment-started", args: { status } });
    },
  );

  it("W68 is refused once the order is cancelled: no decision did that, and reversing one does not undo it", () => {
    const cancelled: Order = { ...approved, status: "rejected", erpStatus: "absent" };
    expect(refusalOf(cancelled, [6, ada, reversal(5)])).toEqual({ code: "order-cancelled", args: {} });
  });

  it("is refused while a later stage depends on the decision", () => {
    const inSequence = orderWith([stage("one", [max]), stage("two", [ada])]);
    const both = after(inSequence, [5, max, approval("one")], [6, ada, approval("two")]);
    expect(refusalOf(both, [7, max, reversal(5)])).toEqual({
      code: "later-stage-decided",
      args: { person: "Ada", at: at(6) },
    });
    const inOrder = after(both, [7, ada, reversal(6)], [8, max, reversal(5)]);
    expect(foldFlow(inOrder.flow).stages.map(({ state }) => state)).toEqual(["open", "waiting"]);
  });

  it("happens once: the second is refused, saying who was first", () => {
    const reversed = after(approved, [6, bruno, reversal(5)]);
    expect(refusalOf(reversed, [7, ada, reversal(5)])).toEqual({
      code: "decision-already-reversed",
      args: { person: "Bruno", at: at(6) },
    });
  });

  it("is refused for a decision that the order does not have", () => {
    expect(refusalOf(approved, [6, ada, reversal(99)]).code).toBe("decision-unknown");
  });

  it("A02 of one of all approvals leaves the others standing", () => {
    const allOf = orderWith([stage("one", [ada, bruno], { mode: "all" })]);
    const both = after(allOf, [5, ada, approval("one")], [6, bruno, approval("one")], [7, ada, reversal(5)]);
    expect(both.status).toBe("pending");
    expect(after(both, [8, ada, approval("one")]).status).toBe("approved");
  });
});
