import { describe, expect, it } from "vitest";

import { deviceIdSchema, stageIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { Permission, StageView } from "@countersign/shared/contract/views.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { before, sampleCommandId, sampleOrder, unpricedOrder } from "#renderer/testing/sample-orders.ts";
import { ada, ben, clara, gus } from "#renderer/testing/sample-people.ts";

import { cancellableDecision } from "./cancellable.ts";
import { consequenceOfApproval } from "./consequence.ts";

const [pattern] = orderViewFor(unpricedOrder(), ada.id).stages;

const stageNumbered = (number: number, changes: Partial<StageView["stage"]>, state: StageView["state"]): StageView => ({
  ...pattern!,
  stage: { ...pattern!.stage, id: stageIdSchema.parse(`stage-${number}`), requirement: { mode: "any" }, ...changes },
  state,
});

type Made = StageView["decisions"][number];

const allowed: Permission = { allowed: true };
const forbidden: Permission = { allowed: false, refusal: { code: "erp-moved-on", args: {} } };

const decision = (number: number, person: Person, mayReverse: Permission = forbidden): Made => ({
  decision: {
    id: sampleCommandId(number),
    stageId: stageIdSchema.parse("stage-1"),
    outcome: "approved",
    person: referenceTo(person),
    deviceId: deviceIdSchema.parse("device-1"),
    madeAt: before(number),
  },
  mayReverse,
});
const takenBack = ({ decision: made, mayReverse }: Made): Made => ({
  decision: {
    ...made,
    reversal: {
      commandId: sampleCommandId(99),
      person: made.person,
      deviceId: made.deviceId,
      madeAt: before(1),
    },
  },
  mayReverse,
});

describe("what an approval leads to", () => {
  it("is unknown while no stage is open", () => {
    expect(consequenceOfApproval({ stages: [] })).toBeUndefined();
    expect(consequenceOfApproval({ stages: [stageNumbered(1, {}, "approved")] })).toBeUndefined();
  });

  it("is unknown if only a newer version knows how many must approve", () => {
    const requirement = { newer: { mode: "by-lot" } };
    expect(consequenceOfApproval({ stages: [stageNumbered(1, { requirement }, "open")] })).toBeUndefined();
  });

  it("is that the others of the stage are still needed, whose decisions stand or are to come", () => {
    const of = (requirement: StageView["stage"]["requirement"], ...decisions: Made[]) =>
      consequenceOfApproval({ stages: [{ ...stageNumbered(1, { requirement }, "open"), decisions }] });
    expect(of({ mode: "all" })).toEqual({ leadsTo: "more-approvals", count: 2 });
    expect(of({ mode: "all" }, decision(1, ben))).toEqual({ leadsTo: "more-approvals", count: 1 });
    expect(of({ mode: "all" }, takenBack(decision(1, ben)))).toEqual({ leadsTo: "more-approvals", count: 2 });
    expect(of({ mode: "all" }, decision(1, ben), decision(2, gus))).toEqual({ leadsTo: "seller" });
    expect(of({ mode: "n-of-m", n: 3 }, decision(1, ben))).toEqual({ leadsTo: "more-approvals", count: 1 });
    expect(of({ mode: "n-of-m", n: 2 }, decision(1, ben))).toEqual({ leadsTo: "seller" });
    expect(of({ mode: "any" })).toEqual({ leadsTo: "seller" });
  });

  it("A88 is that others are asked at the same time: of the stage that the person decides", () => {
    const stages = [
      stageNumbered(1, { role: "reseller" }, "open"),
      stageNumbered(2, { role: "distributor" }, "open"),
      stageNumbered(3, { role: "authorizer" }, "approved"),
    ];
    const after = (number: number) =>
      consequenceOfApproval({ stages, decisionStageId: stageIdSchema.parse(`stage-${number}`) });
    expect(after(2)).toEqual({ leadsTo: "others-at-once", roles: ["reseller"] });
    expect(after(1)).toEqual({ leadsTo: "others-at-once", roles: ["distributor"] });
    expect(after(3)).toEqual({ leadsTo: "others-at-once", roles: ["distributor"] });
  });

  it("is that all stages of the next step are asked, and none of the steps behind it", () => {
    const stages = [
      stageNumbered(1, { step: 1 }, "open"),
      stageNumbered(2, { step: 3, role: "account-manager" }, "waiting"),
      stageNumbered(3, { step: 2, role: "reseller" }, "waiting"),
      stageNumbered(4, { step: 2, role: "distributor" }, "waiting"),
      stageNumbered(5, { step: 2, role: "authorizer" }, "closed"),
    ];
    expect(consequenceOfApproval({ stages })).toEqual({ leadsTo: "next-stages", roles: ["reseller", "distributor"] });
  });
});

describe("the decision that can be cancelled", () => {
  const found = (...made: Made[]) => {
    const [stage] = orderViewFor(sampleOrder(), ada.id).stages;
    const cancellable = cancellableDecision({ stages: [{ ...stage!, decisions: made }] }, ada.id);
    return cancellable && [cancellable.decision.id, cancellable.permission];
  };

  it("is none while nobody has decided", () => {
    expect(found()).toBeUndefined();
  });

  it("S47 is the person's own last one that they may cancel", () => {
    const made = [decision(1, ada, allowed), decision(2, ada, allowed), decision(3, ada), decision(4, ben, allowed)];
    expect(found(...made)).toEqual([sampleCommandId(2), allowed]);
  });

  it("S47 is the person's own last one, if they may cancel none of them", () => {
    const made = [decision(1, ada), decision(2, ada), decision(3, ada), decision(4, ben, allowed)];
    expect(found(...made)).toEqual([sampleCommandId(3), forbidden]);
  });

  it("S53 is another person's last one that they may cancel, if they have decided nothing", () => {
    const made = [decision(1, ben, allowed), decision(2, clara, allowed), decision(3, gus)];
    expect(found(...made)).toEqual([sampleCommandId(2), allowed]);
    expect(found(decision(1, ben))).toBeUndefined();
  });

  it("is none that was taken back", () => {
    expect(found(takenBack(decision(1, ada, allowed)), decision(2, ben, allowed))).toEqual([
      sampleCommandId(2),
      allowed,
    ]);
    expect(found(takenBack(decision(1, ada, allowed)))).toBeUndefined();
  });
});
