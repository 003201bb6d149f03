import { describe, expect, it } from "vitest";

import type { Order } from "@countersign/shared/domain/order.ts";
import { hybridOrder } from "#server/testing/hybrid-order.ts";
import { idOf } from "#server/testing/network.ts";
import { deviceIdSchema } from "@countersign/shared/domain/ids.ts";
import { money } from "@countersign/shared/domain/money.ts";

import { eventsBetween } from "./events-between.ts";
import { orderEventSchema } from "./order-event.ts";

const order = hybridOrder({ reseller: money(90_000, "EUR"), distributor: money(70_000, "EUR") });
const [first, second] = order.flow.stages;
const made = {
  person: order.requester,
  deviceId: deviceIdSchema.parse("device-1"),
  madeAt: order.placedAt,
  receivedAt: order.placedAt,
};
const decision = {
  id: "decision-1",
  stageId: first!.id,
  outcome: "approved",
  ...made,
} as Order["flow"]["decisions"][number];

const changed = (change: Partial<Order["flow"]>, rest: Partial<Order> = {}): Order => ({
  ...order,
  ...rest,
  flow: { ...order.flow, ...change },
});
const kinds = (...revisions: Parameters<typeof eventsBetween>) => eventsBetween(...revisions).map(({ kind }) => kind);

describe("what happened to an order", () => {
  it("A88 is its placing, and all stages of its first step opening at once", () => {
    expect(eventsBetween(undefined, order)).toEqual([
      { kind: "order-placed" },
      { kind: "stage-opened", stageId: first!.id },
      { kind: "stage-opened", stageId: second!.id },
    ]);
  });

  it("is its stages opening only once it no longer waits for data", () => {
    const waiting = changed({}, { status: "waiting-for-data" });
    expect(kinds(undefined, waiting)).toEqual(["order-placed"]);
    expect(kinds(waiting, order)).toEqual(["status-changed", "stage-opened", "stage-opened"]);
  });

  it("is a decision, and after its reversal its stage opening again", () => {
    const decided = changed({ decisions: [decision] });
    const reversed = changed({ decisions: [{ ...decision, reversal: { ...made, commandId: decision.id } }] });
    expect(eventsBetween(order, decided)).toEqual([{ kind: "decision-made", decisionId: decision.id }]);
    expect(eventsBetween(decided, reversed)).toEqual([
      { kind: "decision-reversed", decisionId: decision.id },
      { kind: "stage-opened", stageId: first!.id },
    ]);
  });

  it("is the next step's stages opening when the last of this one is approved", () => {
    const stages = [first!, { ...second!, step: first!.step + 1 }];
    const after = changed({ stages, decisions: [decision] });
    expect(eventsBetween(changed({ stages }), after)).toContainEqual({ kind: "stage-opened", stageId: second!.id });
  });

  it("is more people being asked on an open stage", () => {
    const amy = { personId: idOf("amy"), name: "amy" };
    const after = changed({ stages: [{ ...first!, candidates: [...first!.candidates, amy] }, second!] });
    expect(eventsBetween(order, after)).toEqual([
      { kind: "people-asked", stageId: first!.id, personIds: [amy.personId] },
    ]);
  });

  it("is a comment, a changed status, a changed ERP status", () => {
    const comment = { ...made, id: decision.id, text: "Soon, please" };
    expect(kinds(order, changed({ comments: [comment] }))).toEqual(["comment-made"]);
    expect(eventsBetween(changed({}, { status: "executing" }), changed({}, { status: "executed" }))).toEqual([
      { kind: "status-changed", from: "executing", to: "executed" },
    ]);
    expect(kinds(order, { ...order, erpStatus: "open" })).toEqual(["erp-status-changed"]);
  });

  it("is nothing between a revision and itself, and always matches its schema", () => {
    expect(eventsBetween(order, order)).toEqual([]);
    for (const event of eventsBetween(undefined, order)) expect(orderEventSchema.parse(event)).toEqual(event);
  });
});
