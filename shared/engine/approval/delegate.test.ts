import { describe, expect, it } from "vitest";

import type { Delegation } from "#shared/domain/delegation.ts";
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
  rejection,
  reversal,
  rita,
  stage,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

import { checkDelegation, delegateOrder, delegationsInForce, endDelegation } from "./delegate.ts";
import { foldFlow } from "./fold.ts";
import { waitsFor } from "./waiting.ts";

const away: Delegation = { id: "1", delegator: ada, substitute: zoe, validFrom: at(0), validUntil: at(60) };
const anyOf = orderWith([stage("one", [ada, bruno])]);
const allOf = orderWith([stage("one", [ada, bruno], { mode: "all" })]);

describe("a substitute", () => {
  it("is asked in addition to the person who is away, who stays a candidate", () => {
    const delegated = delegateOrder(anyOf, away);
    expect(delegated.revision).toBe(anyOf.revision + 1);
    expect([ada, bruno, zoe].map(({ personId }) => waitsFor(delegated, personId))).toEqual([true, true, true]);
    expect(waitsFor(anyOf, zoe.personId)).toBe(false);
  });

  it("decides in the other's name, and both are on record", () => {
    const [decision] = after(delegateOrder(anyOf, away), [5, zoe, approval("one")]).flow.decisions;
    expect(decision).toMatchObject({ person: zoe, onBehalfOf: ada, outcome: "approved" });
  });

  it("uses the one vote of the person they stand in for, whoever of the two is first", () => {
    const delegated = delegateOrder(allOf, away);
    const bySubstitute = after(delegated, [5, zoe, approval("one")]);
    expect(bySubstitute.status).toBe("pending");
    expect(refusalOf(bySubstitute, [6, ada, approval("one")])).toMatchObject({
      code: "already-decided",
      args: { person: "Zoe" },
    });
    const byAda = after(delegated, [5, ada, approval("one")]);
    expect(refusalOf(byAda, [6, zoe, approval("one")])).toMatchObject({
      code: "already-decided",
      args: { person: "Ada" },
    });
    expect(after(byAda, [6, bruno, approval("one")]).status).toBe("approved");
  });

  it("who is also asked in their own right decides twice, once for each person, and names the other the second time", () => {
    const delegated = delegateOrder(allOf, { ...away, substitute: bruno });
    const own = after(delegated, [5, bruno, approval("one")]);
    expect(own.flow.decisions[0]).not.toHaveProperty("onBehalfOf");
    expect(waitsFor(own, bruno.personId)).toBe(true);
    const intent = approval("one");
    const forAda = { ...intent, payload: { ...intent.payload, onBehalfOf: ada } } as typeof intent;
    expect(after(own, [6, bruno, forAda]).status).toBe("approved");
  });

  it("A14 never uses the other's vote by giving the same own answer twice", () => {
    const delegated = delegateOrder(allOf, { ...away, substitute: bruno });
    const twice = after(delegated, [5, bruno, approval("one")], [6, bruno, approval("one")]);
    expect(twice.flow.decisions).toHaveLength(1);
    expect(twice.status).toBe("pending");
  });

  it("decides only within the date range, both ends included", () => {
    const delegated = delegateOrder(anyOf, { ...away, validFrom: at(10), validUntil: at(20) });
    expect(refusalOf(delegated, [9, zoe, approval("one")])).toMatchObject({
      code: "delegation-not-in-force",
      args: { person: "Ada", validFrom: at(10), validUntil: at(20) },
    });
    expect(after(delegated, [10, zoe, approval("one")]).status).toBe("approved");
    expect(after(delegated, [20, zoe, approval("one")]).status).toBe("approved");
    expect(refusalOf(delegated, [21, zoe, approval("one")]).code).toBe("delegation-not-in-force");
  });

  it("I26 never decides on an order of their own", () => {
    expect(delegateOrder(anyOf, { ...away, substitute: rita }).flow.stages[0]?.candidates).toHaveLength(2);
  });

  it("I26 decides on an order of their own if the policy allows it", () => {
    const lenient = orderWith([stage("one", [ada])], { selfApproval: "allowed" });
    expect(delegateOrder(lenient, { ...away, substitute: rita }).flow.stages[0]?.candidates).toHaveLength(2);
  });

  it("of two people who are away is still asked for one when the other is back", () => {
    const both = delegateOrder(delegateOrder(allOf, away), { ...away, delegator: bruno });
    expect(endDelegation(both, away).flow.stages[0]?.candidates).toEqual([
      ada,
      bruno,
      { ...zoe, delegation: { delegator: bruno, validFrom: at(0), validUntil: at(60) } },
    ]);
  });

  it("is not asked if the person who is away is not, nor on a decided stage", () => {
    const order = orderWith([stage("one", [max]), stage("two", [ada])]);
    const asked = (flow: typeof order.flow) => flow.stages.map(({ candidates }) => candidates.length);
    expect(asked(delegateOrder(order, away).flow)).toEqual([1, 2]);
    const decided = after(anyOf, [5, bruno, approval("one")]);
    expect(asked(delegateOrder(decided, away).flow)).toEqual([2]);
  });

  it("is named once, however often the delegation is applied, and no longer after its end", () => {
    const twice = delegateOrder(delegateOrder(anyOf, away), { ...away, validUntil: at(90) });
    expect(twice.flow.stages[0]?.candidates.at(-1)).toEqual({
      ...zoe,
      delegation: { delegator: ada, validFrom: at(0), validUntil: at(90) },
    });
    expect(twice.flow.stages[0]?.candidates).toHaveLength(3);
    expect(endDelegation(twice, away).flow.stages[0]?.candidates).toEqual([ada, bruno]);
  });

  it("S47 may take back what they decided, and so may the person they stood in for", () => {
    const decided = after(delegateOrder(anyOf, away), [5, zoe, rejection("one", "No.")]);
    for (const person of [zoe, ada]) expect(after(decided, [6, person, reversal(5)]).status).toBe("pending");
    expect(refusalOf(decided, [6, clara, reversal(5)]).code).toBe("not-a-candidate");
  });
});

describe("a delegation", () => {
  it("needs another person and an end after its start", () => {
    expect(checkDelegation(away)).toEqual({ ok: true, value: away });
    expect(checkDelegation({ ...away, substitute: ada })).toMatchObject({ error: { code: "delegation-to-oneself" } });
    expect(checkDelegation({ ...away, validUntil: at(0) })).toMatchObject({ error: { code: "delegation-malformed" } });
  });

  it("is in force from its start through its end", () => {
    expect([-1, 0, 60, 61].map((minute) => delegationsInForce([away], at(minute)).length)).toEqual([0, 1, 1, 0]);
  });

  it("changes nothing about what a stage needs", () => {
    expect(foldFlow(delegateOrder(allOf, away).flow).outcome).toBe("pending");
    expect(after(delegateOrder(allOf, away), [5, zoe, approval("one")], [6, bruno, approval("one")]).status).toBe(
      "approved",
    );
  });
});
