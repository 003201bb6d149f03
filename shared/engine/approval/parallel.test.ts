import { describe, expect, it } from "vitest";

import {
  ada,
  after,
  approval,
  bruno,
  clara,
  inParallel,
  max,
  orderWith,
  refusalOf,
  rejection,
  reversal,
  stage,
} from "#shared/testing/fixtures/approval.ts";

import { foldFlow } from "./fold.ts";
import { waitsFor } from "./waiting.ts";

const partners = inParallel(orderWith([stage("distributor", [ada]), stage("seller", [bruno, clara])]));
const statesOf = (order: typeof partners) => foldFlow(order.flow).stages.map(({ state }) => state);

describe("the stages of one step", () => {
  it("A88 are asked at the same time and decided in any order", () => {
    expect(statesOf(partners)).toEqual(["open", "open"]);
    const sellerFirst = after(partners, [1, bruno, approval("seller")]);
    expect(statesOf(sellerFirst)).toEqual(["open", "approved"]);
    expect(sellerFirst.status).toBe("pending");
    expect(after(sellerFirst, [2, ada, approval("distributor")]).status).toBe("approved");
    expect(after(partners, [1, ada, approval("distributor")], [2, clara, approval("seller")]).status).toBe("approved");
  });

  it("A02 A09 leave the order pending until all of them approved", () => {
    expect(after(partners, [1, ada, approval("distributor")]).status).toBe("pending");
  });

  it("A15 A17 end with the first rejection; what is open closes, and a late decision is refused, saying who rejected", () => {
    const rejected = after(partners, [1, ada, rejection("distributor", "Over the limit.")]);
    expect(rejected.status).toBe("rejected");
    expect(statesOf(rejected)).toEqual(["rejected", "closed"]);
    expect(waitsFor(rejected, bruno.personId)).toBe(false);
    expect(refusalOf(rejected, [2, bruno, approval("seller")])).toMatchObject({
      code: "already-decided",
      args: { person: "Ada", outcome: "rejected" },
    });
  });

  it("A17 keep an approval made before the rejection, and ask again when the rejection is taken back", () => {
    const rejected = after(partners, [1, bruno, approval("seller")], [2, ada, rejection("distributor", "No.")]);
    expect(statesOf(rejected)).toEqual(["rejected", "approved"]);
    const again = after(rejected, [3, ada, reversal(2)]);
    expect(statesOf(again)).toEqual(["open", "approved"]);
  });

  it("A88 are taken back independently, since neither depends on the other", () => {
    const both = after(partners, [1, ada, approval("distributor")], [2, bruno, approval("seller")]);
    expect(statesOf(after(both, [3, ada, reversal(1)]))).toEqual(["open", "approved"]);
  });

  it("I03 come before the next step, which waits for all of them", () => {
    const order = orderWith([stage("one", [ada]), stage("two", [bruno]), stage("three", [max])]);
    const stages = order.flow.stages.map((each) => ({ ...each, step: each.id === "three" ? 2 : 1 }));
    const mixed = { ...order, flow: { ...order.flow, stages } };
    expect(statesOf(mixed)).toEqual(["open", "open", "waiting"]);
    expect(statesOf(after(mixed, [1, bruno, approval("two")]))).toEqual(["open", "approved", "waiting"]);
    const next = after(mixed, [1, bruno, approval("two")], [2, ada, approval("one")]);
    expect(statesOf(next)).toEqual(["approved", "approved", "open"]);
    expect(refusalOf(after(next, [3, max, approval("three")]), [4, ada, reversal(2)]).code).toBe("later-stage-decided");
  });
});
