import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, ben, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { Stage } from "@countersign/shared/domain/approval-flow.ts";
import { commandIdSchema, deviceIdSchema, stageIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { orderView } from "./order.ts";

const now = instantSchema.parse(minute(600));

/** An order whose stages ask these people, one stage after the other. */
const asking = (...asked: readonly (readonly Person[])[]): Order => {
  const order = orderNumbered(1);
  const [pattern] = order.flow.stages;
  if (pattern === undefined) throw new Error("The order has no stage");
  const stages = asked.map((people, index): Stage => ({
    ...pattern,
    id: stageIdSchema.parse(`stage-${index + 1}`),
    step: index + 1,
    candidates: people.map(referenceTo),
  }));
  return { ...order, flow: { ...order.flow, stages } };
};

describe("the page of an order", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
  });
  afterEach(() => bench.close());

  const pageOf = async (order: Order) => {
    await bench.pull([order]);
    const view = await orderView(bench.overlaid, bench.mine, ada.id, order.id, now);
    if (view === null) throw new Error("The order has no page");
    return view;
  };
  const approve = async (order: Order, stageId: string) => {
    const made = await bench.outbox.make("approve-order", { orderId: order.id, stageId });
    if (!made.ok) throw new Error(made.error.code);
  };

  it("says which stages ask the person, and shows each decision at its own stage", async () => {
    const order = asking([ada, ben], [ben]);
    await bench.pull([order]);
    await approve(order, "stage-1");
    const { stages } = await pageOf(order);
    expect(stages.map(({ asksMe, decisions }) => [asksMe, decisions.length])).toEqual([
      [true, 1],
      [false, 0],
    ]);
  });

  it("S44 offers no decision on an order that asks others only, and says why", async () => {
    const view = await pageOf(asking([ben]));
    const refused = { allowed: false, refusal: { code: "not-a-candidate" } };
    expect(view).toMatchObject({ mayApprove: refused, mayReject: refused });
    expect(view).not.toHaveProperty("decisionStageId");
  });

  it("concerns the open stage that asks the person, not one that they have decided", async () => {
    const order = asking([ada], [ada], [ada]);
    await bench.pull([order]);
    await approve(order, "stage-1");
    const view = await pageOf(order);
    expect(view.stages.map(({ state }) => state)).toEqual(["approved", "open", "waiting"]);
    expect(view).toMatchObject({ decisionStageId: "stage-2", mayApprove: { allowed: true } });
  });

  it("concerns the next stage that will ask the person, while others are asked", async () => {
    const order = asking([ada], [ben], [ada], [ada]);
    await bench.pull([order]);
    await approve(order, "stage-1");
    const view = await pageOf(order);
    expect(view.stages.map(({ state }) => state)).toEqual(["approved", "open", "waiting", "waiting"]);
    expect(view).toMatchObject({ decisionStageId: "stage-3", mayApprove: { allowed: false } });
  });

  it("concerns the last stage that asked the person, once all of theirs are decided", async () => {
    const order = asking([ada], [ada], [ben]);
    await bench.pull([order]);
    await approve(order, "stage-1");
    await approve(order, "stage-2");
    const view = await pageOf(order);
    expect(view).toMatchObject({
      decisionStageId: "stage-2",
      mayApprove: { allowed: false, refusal: { code: "already-decided-by-you" } },
    });
  });

  it("lists what the person did and the server has not accepted", async () => {
    const order = asking([ada], [ada]);
    await bench.pull([order]);
    await approve(order, "stage-1");
    const [kept] = bench.mine.aheadOn(order.id);
    const { madeAt } = kept!.command;
    const { commands } = await pageOf(order);
    expect(commands).toEqual([
      { commandId: kept!.command.id, type: "approve-order", madeAt, verdict: { state: "waiting" } },
    ]);
  });

  it("offers to take back only the decisions that the person made, and says why not the others'", async () => {
    const order = asking([ben], [ada]);
    const decision = {
      id: commandIdSchema.parse("0198f7a0-0000-7000-8000-000000000001"),
      stageId: stageIdSchema.parse("stage-1"),
      outcome: "approved" as const,
      person: referenceTo(ben),
      deviceId: deviceIdSchema.parse("device-of-ben"),
      madeAt: now,
      receivedAt: now,
    };
    const decided = { ...order, flow: { ...order.flow, decisions: [decision] } };
    await bench.pull([decided]);
    await approve(decided, "stage-2");
    const decisionsOf = async (sent: Order) =>
      (await pageOf(sent)).stages.flatMap(({ decisions }) => decisions.map(({ mayReverse }) => mayReverse));
    expect(await decisionsOf(decided)).toEqual([
      { allowed: false, refusal: { code: "not-a-candidate", args: {} } },
      { allowed: true },
    ]);
    const newer = { ...decided, decidableFrom: newestProtocol + 1 };
    expect(await decisionsOf(newer)).toMatchObject([{ refusal: { code: "newer-program-needed" } }]);
  });

  it("has no dates and no amount per term if the order does not recur", async () => {
    const view = await pageOf(orderNumbered(1));
    expect(view.nextDates).toEqual([]);
    expect(view).not.toHaveProperty("termAmount");
  });

  describe("of a recurring order", () => {
    const recurrence = { interval: "P1M", startsAt: instantSchema.parse("2026-01-31T09:00:00.000Z"), timeZone: "UTC" };

    it("I18 has no amount per term if the term has no end", async () => {
      expect(await pageOf(orderNumbered(1, { recurrence }))).not.toHaveProperty("termAmount");
    });

    it("lists at most its six next dates", async () => {
      const { nextDates } = await pageOf(orderNumbered(1, { recurrence }));
      expect(nextDates.map((date) => date.slice(0, 10))).toEqual([
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
        "2026-06-30",
      ]);
    });

    it("I18 has an unknown amount per term if it is too large to be counted", async () => {
      const order = orderNumbered(1);
      const gross = { known: true, money: { amountMinor: Number.MAX_SAFE_INTEGER, currency: "EUR" } } as const;
      const dear = { ...order, totals: { ...order.totals, gross } };
      expect(await pageOf({ ...dear, recurrence: { ...recurrence, repetitions: 2 } })).toMatchObject({
        termAmount: unknownAmount,
      });
    });

    it("I18 has an unknown amount per term if the order's is unknown", async () => {
      const order = orderNumbered(1);
      const unpriced = { ...order, totals: { ...order.totals, gross: unknownAmount } };
      expect(await pageOf({ ...unpriced, recurrence: { ...recurrence, repetitions: 3 } })).toMatchObject({
        termAmount: unknownAmount,
      });
    });
  });
});
