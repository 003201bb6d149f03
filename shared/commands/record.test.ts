import { describe, expect, it } from "vitest";

import type { Order } from "#shared/domain/order.ts";
import { historyEntrySchema } from "#shared/domain/history.ts";
import type { Step } from "#shared/testing/fixtures/approval.ts";
import {
  ada,
  after,
  approval,
  at,
  bruno,
  commandIdOf,
  commandOf,
  max,
  orderWith,
  rejection,
  reversal,
  stage,
} from "#shared/testing/fixtures/approval.ts";

import { historyEntryOf } from "./record.ts";

const placed = orderWith([stage("one", [max], { mode: "any" }, "cost-centre-manager"), stage("two", [ada, bruno])]);

/** The entry that the step writes, given the order before it. */
const lineOf = (before: Order, step: Step) => {
  const [number, person, intent] = step;
  const order = after(before, step);
  return historyEntryOf(order, intent, commandOf(number, person, intent), { person, receivedAt: at(number) });
};

describe("the authorization history", () => {
  it("D06 records who decided what, when, why and from which device", () => {
    const line = lineOf(placed, [5, max, rejection("one", "Too dear.")]);
    expect(line).toEqual({
      id: commandIdOf(5),
      orderId: "order-1",
      orderNumber: "SO-1",
      customer: placed.customer,
      amount: placed.totals.gross,
      action: "rejected",
      stageRole: "cost-centre-manager",
      person: max,
      reason: "Too dear.",
      deviceId: "device-max",
      madeAt: at(5),
      receivedAt: at(5),
      orderStatus: "rejected",
    });
    expect(historyEntrySchema.safeParse(line).success).toBe(true);
  });

  it("records the status of the order after each decision", () => {
    const first = lineOf(placed, [5, max, approval("one")]);
    expect(first).toMatchObject({ action: "approved", orderStatus: "pending" });
    const second = lineOf(after(placed, [5, max, approval("one")]), [6, bruno, approval("two")]);
    expect(second).toMatchObject({ action: "approved", stageRole: "approver", orderStatus: "approved" });
  });

  it("S47 records a reversal as an entry of its own, for the stage of the decision", () => {
    const decided = after(placed, [5, max, approval("one")], [6, bruno, approval("two")]);
    expect(lineOf(decided, [7, ada, reversal(6, "By mistake.")])).toMatchObject({
      id: commandIdOf(7),
      action: "reversed",
      person: ada,
      stageRole: "approver",
      reason: "By mistake.",
      orderStatus: "pending",
    });
  });

  it("A14 records a repeated answer once", () => {
    const decided = after(placed, [5, max, approval("one")]);
    expect(lineOf(decided, [8, max, approval("one")])).toBeUndefined();
  });

  it("has no time of receipt while the decision waits on the device", () => {
    const decided = after(placed, [5, max, approval("one")]);
    const command = commandOf(5, max, approval("one"));
    expect(historyEntryOf(decided, approval("one"), command, { person: max })).not.toHaveProperty("receivedAt");
  });
});
