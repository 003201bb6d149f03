import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { inboxViewSchema } from "@countersign/shared/contract/views.ts";
import { stageIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { inboxCount, inboxView } from "./inbox.ts";

/** An order that asks Ada twice, so that her first approval leaves it in her inbox. */
const askingTwice = (index: number): Order => {
  const order = orderNumbered(index);
  const again = { ...order.flow.stages[0]!, id: stageIdSchema.parse("stage-2"), step: 2, role: "authorizer" as const };
  return { ...order, flow: { ...order.flow, stages: [...order.flow.stages, again] } };
};

describe("a window of the inbox", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
  });
  afterEach(() => bench.close());

  const view = async (start = 0, count = 10) =>
    inboxViewSchema.parse(await inboxView(bench.store, bench.overlaid, ada.id, { start, count }));
  const numbers = async (start?: number, count?: number) => {
    const seen = await view(start, count);
    expect(seen.total).toBe(await inboxCount(bench.store, bench.overlaid));
    return [seen.total, ...seen.rows.map(({ number }) => number)];
  };
  const decide = async (orderId: string, stageId = "stage-1") => {
    const made = await bench.outbox.make("approve-order", { orderId, stageId });
    if (!made.ok) throw new Error(made.error.code);
  };

  it("D04 says of each order who asks, how much it costs, since when it waits and for which stage", async () => {
    const startsAt = instantSchema.parse(minute(0));
    const recurring = orderNumbered(2, { recurrence: { interval: "P1M", startsAt, timeZone: "UTC" } });
    await bench.pull([orderNumbered(1), recurring]);
    const row = {
      orderId: "order-000001",
      number: "SO-100001",
      requester: "rita",
      customer: "Customer",
      amount: { known: true, money: { amountMinor: 5_000, currency: "EUR" } },
      placedAt: minute(1),
      waitingSince: minute(1),
      stageId: "stage-1",
      stageRole: "approver",
      isRecurring: false,
      mayDecide: { allowed: true },
    };
    const next = { orderId: recurring.id, number: recurring.number, placedAt: minute(2), waitingSince: minute(2) };
    expect(await view()).toEqual({ total: 2, start: 0, rows: [row, { ...row, ...next, isRecurring: true }] });
  });

  it("has orders that wait equally long in a fixed order", async () => {
    const placedAt = instantSchema.parse(minute(5));
    await bench.pull([3, 1, 2].map((index) => orderNumbered(index, { placedAt })));
    expect(await numbers()).toEqual([3, "SO-100001", "SO-100002", "SO-100003"]);
    expect(await numbers(1, 1)).toEqual([3, "SO-100002"]);
  });

  it("has no rows behind its end, and none if none are asked for", async () => {
    await bench.pull([orderNumbered(1), orderNumbered(2)]);
    expect(await numbers(2, 10)).toEqual([2]);
    expect(await numbers(0, 0)).toEqual([2]);
    expect(await view(1, 10)).toMatchObject({ start: 1 });
  });

  it("shows an order that asks the person again at its next stage, once", async () => {
    await bench.pull([askingTwice(1), orderNumbered(2)]);
    await decide("order-000001");
    const { total, rows } = await view();
    expect(total).toBe(2);
    expect(rows.map(({ number, stageId, stageRole }) => [number, stageId, stageRole])).toEqual([
      ["SO-100001", "stage-2", "authorizer"],
      ["SO-100002", "stage-1", "approver"],
    ]);
    expect(await inboxCount(bench.store, bench.overlaid)).toBe(2);
    await decide("order-000001", "stage-2");
    expect(await numbers()).toEqual([1, "SO-100002"]);
  });

  it("keeps the row of an order that the person only comments on", async () => {
    await bench.pull([orderNumbered(1), orderNumbered(2)]);
    const before = await view();
    await bench.outbox.make("comment-on-order", { orderId: "order-000001", text: "Until Friday" });
    expect(await view()).toEqual(before);
    expect(await inboxCount(bench.store, bench.overlaid)).toBe(2);
  });

  it("is filled from the orders behind those that the person has decided", async () => {
    await bench.pull([1, 2, 3, 4, 5, 6].map((index) => orderNumbered(index)));
    for (const index of [1, 2, 4]) await decide(orderNumbered(index).id);
    expect(await numbers(0, 2)).toEqual([3, "SO-100003", "SO-100005"]);
    expect(await numbers(2, 2)).toEqual([3, "SO-100006"]);
  });
});
