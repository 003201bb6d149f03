import { describe, expect, it } from "vitest";

import type { EscalationRule } from "#shared/domain/approval-flow.ts";
import {
  ada,
  after,
  approval,
  at,
  bruno,
  clara,
  max,
  orderWith,
  refusalOf,
  rita,
  stage,
} from "#shared/testing/fixtures/approval.ts";

import { escalateOrder } from "./escalate.ts";
import { waitsFor } from "./waiting.ts";

const hours = (count: number) => at(count * 60);
const afterADay: EscalationRule = { to: "next-stage", afterHours: 24 };
const toClara: EscalationRule = { to: "person", afterHours: 24, person: clara };

const order = (escalation: EscalationRule) =>
  orderWith([{ ...stage("one", [max], { mode: "all" }), escalation }, stage("two", [ada, bruno])]);

describe("a stage that waits too long", () => {
  it("asks the named person as well, once its hours are over and not before", () => {
    const waiting = order(toClara);
    expect(escalateOrder(waiting, at(24 * 60 - 1))).toBe(waiting);
    const escalated = escalateOrder(waiting, hours(24));
    expect(escalated.flow.stages[0]?.candidates).toEqual([max, { ...clara, escalatedAt: hours(24) }]);
    expect([max, clara].map(({ personId }) => waitsFor(escalated, personId))).toEqual([true, true]);
    expect(after(escalated, [1, clara, approval("one")]).flow.decisions).toMatchObject([{ person: clara }]);
  });

  it("asks the people of the next step, who decide again in that step (I24)", () => {
    const escalated = escalateOrder(order(afterADay), hours(30));
    expect(escalated.flow.stages[0]?.candidates.map(({ name }) => name)).toEqual(["Max", "Ada", "Bruno"]);
    const once = after(escalated, [1, ada, approval("one")]);
    expect(once.status).toBe("pending");
    expect(after(once, [2, ada, approval("two")]).status).toBe("approved");
  });

  it("asks the people of the next step only, each once, and makes a new revision", () => {
    const waiting = orderWith([
      { ...stage("one", [max]), escalation: afterADay },
      stage("two", [ada]),
      stage("three", [ada]),
      stage("four", [bruno]),
    ]);
    const steps = [1, 2, 2, 3];
    const stages = waiting.flow.stages.map((one, index) => ({ ...one, step: steps[index] ?? 0 }));
    const escalated = escalateOrder({ ...waiting, flow: { ...waiting.flow, stages } }, hours(24));
    expect(escalated.flow.stages[0]?.candidates.map(({ name }) => name)).toEqual(["Max", "Ada"]);
    expect(escalated.revision).toBe(waiting.revision + 1);
  });

  it.each(["reseller", "distributor"] as const)("adds nobody of another role to a stage of the %s", (role) => {
    const sellers = { ...stage("one", [max]), role, escalation: afterADay };
    const waiting = orderWith([sellers, stage("two", [ada])]);
    expect(escalateOrder(waiting, hours(24))).toBe(waiting);
    const amongSellers = orderWith([sellers, { ...stage("two", [ada]), role }]);
    expect(escalateOrder(amongSellers, hours(24)).flow.stages[0]?.candidates.map(({ name }) => name)).toEqual([
      "Max",
      "Ada",
    ]);
  });

  it("is never approved by waiting, and needs no more approvals than before", () => {
    const escalated = escalateOrder(order(toClara), hours(1_000));
    expect(escalated.status).toBe("pending");
    expect(after(escalated, [1, max, approval("one")], [2, ada, approval("two")]).status).toBe("approved");
  });

  it("asks nobody twice, however often it is looked at", () => {
    const escalated = escalateOrder(order(toClara), hours(24));
    expect(escalateOrder(escalated, hours(48))).toBe(escalated);
  });

  it("I26 never asks the requester", () => {
    const waiting = order({ ...toClara, person: rita });
    expect(escalateOrder(waiting, hours(48))).toBe(waiting);
  });

  it("I26 asks the requester if the policy allows approving one's own orders", () => {
    const waiting = orderWith([{ ...stage("one", [max]), escalation: { ...toClara, person: rita } }], {
      selfApproval: "allowed",
    });
    expect(waitsFor(escalateOrder(waiting, hours(48)), rita.personId)).toBe(true);
  });

  it("counts from the opening of the step, and for a later step only once it is open", () => {
    const later = orderWith([stage("one", [max]), { ...stage("two", [ada]), escalation: toClara }]);
    expect(escalateOrder(later, hours(48))).toBe(later);
    const opened = after(later, [60 * 40, max, approval("one")]);
    expect(escalateOrder(opened, hours(63))).toBe(opened);
    expect(waitsFor(escalateOrder(opened, hours(64)), clara.personId)).toBe(true);
  });

  it("asks nobody else without an escalation rule", () => {
    const waiting = orderWith([stage("one", [max])]);
    expect(escalateOrder(waiting, hours(9_999))).toBe(waiting);
    expect(refusalOf(waiting, [1, clara, approval("one")]).code).toBe("not-a-candidate");
  });
});
