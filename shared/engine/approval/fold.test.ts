import { describe, expect, it } from "vitest";

import {
  ada,
  after,
  approval,
  bruno,
  clara,
  max,
  orderWith,
  rejection,
  reversal,
  stage,
} from "#shared/testing/fixtures/approval.ts";
import type { Order } from "#shared/domain/order.ts";

import { foldFlow, openStages } from "./fold.ts";

const states = ({ flow }: Order) => foldFlow(flow).stages.map(({ state }) => state);

const inSequence = orderWith([stage("one", [max]), stage("two", [ada, bruno])]);

describe("the fold of a flow", () => {
  it("I03 asks the stages one after the other", () => {
    expect(states(inSequence)).toEqual(["open", "waiting"]);
    expect(states(after(inSequence, [1, max, approval("one")]))).toEqual(["approved", "open"]);
  });

  it("I10 is approved once every stage is", () => {
    const approved = after(inSequence, [1, max, approval("one")], [2, ada, approval("two")]);
    expect(states(approved)).toEqual(["approved", "approved"]);
    expect(approved.status).toBe("approved");
    expect(openStages(approved.flow)).toEqual([]);
  });

  it("I05 needs no approval without stages", () => {
    expect(orderWith([]).status).toBe("not-needed");
  });

  it("I22 ends with one rejection: the stages that remain are no longer needed", () => {
    const rejected = after(inSequence, [1, max, rejection("one", "Too dear.")]);
    expect(states(rejected)).toEqual(["rejected", "closed"]);
    expect(rejected.status).toBe("rejected");
  });

  it("I22 ends with a rejection even after approvals", () => {
    const rejected = after(inSequence, [1, max, approval("one")], [2, ada, rejection("two", "Too dear.")]);
    expect(states(rejected)).toEqual(["approved", "rejected"]);
    expect(rejected.status).toBe("rejected");
  });

  it("I09 S31 needs one approval if any candidate suffices", () => {
    const anyOf = orderWith([stage("one", [ada, bruno, clara])]);
    expect(after(anyOf, [1, clara, approval("one")]).status).toBe("approved");
  });

  it("A02 needs every approval if all must approve", () => {
    const allOf = orderWith([stage("one", [ada, bruno], { mode: "all" })]);
    const half = after(allOf, [1, bruno, approval("one")]);
    expect(half.status).toBe("pending");
    expect(after(half, [2, ada, approval("one")]).status).toBe("approved");
  });

  it("needs the given number of approvals if some must approve", () => {
    const twoOf = orderWith([stage("one", [ada, bruno, clara], { mode: "n-of-m", n: 2 })]);
    const half = after(twoOf, [1, bruno, approval("one")]);
    expect(half.status).toBe("pending");
    expect(after(half, [2, clara, approval("one")]).status).toBe("approved");
  });

  it("A15 is ended by a single rejection even if all or some must approve", () => {
    for (const requirement of [{ mode: "all" }, { mode: "n-of-m", n: 2 }] as const) {
      const order = orderWith([stage("one", [ada, bruno, clara], requirement)]);
      const rejected = after(order, [1, ada, approval("one")], [2, bruno, rejection("one", "Too dear.")]);
      expect(rejected.status).toBe("rejected");
    }
  });

  it("does not count a decision that was taken back", () => {
    const reversed = after(inSequence, [1, max, approval("one")], [2, max, reversal(1)]);
    expect(states(reversed)).toEqual(["open", "waiting"]);
    expect(foldFlow(reversed.flow).stages[0]?.decisions).toEqual([]);
  });
});
