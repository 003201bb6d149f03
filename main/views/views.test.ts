import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, ben, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { orderViewSchema } from "@countersign/shared/contract/views.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import { historyEntrySchema } from "@countersign/shared/domain/history.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { historyView } from "./history.ts";
import { inboxCount, inboxView } from "./inbox.ts";
import { orderView } from "./order.ts";
import { outboxView } from "./outbox.ts";

const now = instantSchema.parse(minute(600));
const first = orderNumbered(1);
const second = orderNumbered(2);
const third = orderNumbered(3);

describe("what a person sees, with their waiting commands on top of the pulled orders", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    await bench.pull([third, first, second, orderNumbered(4, { status: "rejected" })]);
  });
  afterEach(() => bench.close());

  const inbox = async (start = 0, count = 10) => {
    const { total, rows } = await inboxView(bench.store, bench.overlaid, ada.id, { start, count });
    return { total, numbers: rows.map(({ number }) => number) };
  };
  const approve = async (order = first) => {
    const made = await bench.outbox.make("approve-order", { orderId: order.id, stageId: "stage-1" });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  const detail = (order = first) => orderView(bench.overlaid, bench.mine, ada.id, order.id, now);
  /** An order as a newer server sends it. */
  const pullAsSent = async (order: Readonly<Record<string, unknown>>) => {
    await bench.store.collections.orders.upsert(bench.store.stored("orders", order));
  };
  const judge = async (id: string, verdict: object) => {
    const document = await bench.store.collections.commands.findOne(id).exec(true);
    const judged = { ...document.content, verdict: commandSchema.shape.verdict.parse(verdict) };
    await document.incrementalPatch(bench.store.stored("commands", judged));
  };

  it("D04 lists the orders that wait for the person, longest waiting first, with the count", async () => {
    expect(await inbox()).toEqual({ total: 3, numbers: [first.number, second.number, third.number] });
    expect(await inbox(1, 1)).toEqual({ total: 3, numbers: [second.number] });
    expect(await inboxCount(bench.store, bench.overlaid)).toBe(3);
  });

  it("shows an order with a stage of a newer kind in full, and disables only deciding it, with the reason", async () => {
    const { flow } = second;
    const stages = flow.stages.map((stage) => ({ ...stage, role: "seer", requirement: { mode: "by-lot" } }));
    await pullAsSent({ ...second, carbonGrams: 7, flow: { ...flow, stages } });
    const { rows } = await inboxView(bench.store, bench.overlaid, ada.id, { start: 0, count: 10 });
    expect(rows.map(({ number, stageRole }) => [number, stageRole])).toEqual([
      [first.number, "approver"],
      [second.number, { newer: "seer" }],
      [third.number, "approver"],
    ]);
    const refused = { allowed: false, refusal: { code: "newer-kind" } };
    expect(rows.map(({ mayDecide }) => mayDecide)).toMatchObject([{ allowed: true }, refused, { allowed: true }]);
    const view = await detail(second);
    expect(view).toMatchObject({ mayApprove: refused, mayReject: refused, order: { number: second.number } });
    expect(view?.stages.map(({ state }) => state)).toEqual(["unknown"]);
    expect(orderViewSchema.parse(JSON.parse(JSON.stringify(view)))).toEqual(view);
    const made = await bench.outbox.make("approve-order", { orderId: second.id, stageId: "stage-1" });
    expect(made).toMatchObject({ ok: false, error: { code: "newer-kind" } });
    expect(await detail(first)).toMatchObject({ mayApprove: { allowed: true } });
  });

  it("disables deciding an order of a newer status or that demands a newer program, but not because of parts that a decision does not depend on", async () => {
    await pullAsSent({ ...first, decidableFrom: newestProtocol + 1 });
    await pullAsSent({ ...second, source: { system: "telex" } });
    await pullAsSent({ ...third, status: "on-hold" });
    const { rows } = await inboxView(bench.store, bench.overlaid, ada.id, { start: 0, count: 10 });
    expect(rows.map(({ mayDecide }) => mayDecide)).toMatchObject([
      { refusal: { code: "newer-program-needed" } },
      { allowed: true },
      { refusal: { code: "newer-kind" } },
    ]);
    expect((await detail(first))?.mayApprove).toMatchObject({ refusal: { code: "newer-program-needed" } });
    expect((await detail(second))?.mayApprove).toEqual({ allowed: true });
    await approve(second);
    expect((await detail(second))?.order).toMatchObject({ status: "approved", source: { system: { newer: "telex" } } });
  });

  it("shows an order in a currency and a time zone that only a newer version knows, and no amount or date in their place", async () => {
    const gross = { known: true, money: { amountMinor: 100, currency: "XZZ" } } as const;
    const recurrence = { interval: "P1M", startsAt: minute(0), timeZone: "Mars/Base" };
    await pullAsSent({ ...first, totals: { ...first.totals, gross }, recurrence });
    const { rows } = await inboxView(bench.store, bench.overlaid, ada.id, { start: 0, count: 10 });
    const amount = { known: true, money: { amountMinor: 100, currency: { newer: "XZZ" } } };
    expect(rows[0]).toMatchObject({ number: first.number, amount, mayDecide: { allowed: false } });
    const view = await detail(first);
    expect(view).toMatchObject({ nextDates: [], mayApprove: { refusal: { code: "newer-kind" } } });
    expect(view).not.toHaveProperty("termAmount");
    expect(orderViewSchema.parse(JSON.parse(JSON.stringify(view)))).toEqual(view);
  });

  it("D09 removes a decided order from the inbox at once, without a server", async () => {
    await approve();
    expect(await inbox()).toEqual({ total: 2, numbers: [second.number, third.number] });
    expect(await inbox(1, 5)).toEqual({ total: 2, numbers: [third.number] });
  });

  it("D07 S47 brings it back when the decision is cancelled, to be decided again", async () => {
    const decisionId = await approve(second);
    await bench.outbox.make("reverse-decision", { orderId: second.id, decisionId });
    expect(await inbox()).toEqual({ total: 3, numbers: [first.number, second.number, third.number] });
    expect((await detail(second))?.mayApprove).toEqual({ allowed: true });
  });

  it("S44 offers approval and rejection on the stage that asks the person, and afterwards their cancellation", async () => {
    expect(await detail()).toMatchObject({
      decisionStageId: "stage-1",
      mayApprove: { allowed: true },
      mayReject: { allowed: true },
      commands: [],
    });
    await approve();
    const after = await detail();
    expect(after).toMatchObject({
      order: { status: "approved" },
      mayApprove: { allowed: false, refusal: { code: "already-decided-by-you" } },
      stages: [{ state: "approved", decisions: [{ mayReverse: { allowed: true } }] }],
      commands: [{ type: "approve-order", verdict: { state: "waiting" } }],
    });
  });

  it("D09 shows a refused command with its reason until the person decides again", async () => {
    const id = await approve();
    await judge(id, { state: "refused", at: minute(90), code: "already-decided", args: { person: "ben" } });
    expect(await detail()).toMatchObject({
      order: { status: "pending" },
      commands: [{ verdict: { state: "refused" } }],
    });
    expect(bench.mine.refusedCount()).toBe(1);
    bench = await bench.restart();
    expect(bench.mine.refusedCount()).toBe(1);
    await approve();
    expect((await detail())?.commands).toMatchObject([{ verdict: { state: "waiting" } }]);
  });

  it("D09 keeps showing an accepted decision while the pulled order is older than it", async () => {
    const id = await approve();
    await judge(id, { state: "accepted", at: minute(90), revision: 2 });
    expect((await detail())?.order.status).toBe("approved");
    bench = await bench.restart();
    expect((await detail())?.order.status).toBe("approved");
    expect(await inbox()).toEqual({ total: 2, numbers: [second.number, third.number] });
  });

  it("S52 follows the server when somebody else decided before a waiting command arrives", async () => {
    await approve();
    const decided = orderSchema.parse({
      ...first,
      revision: 2,
      status: "rejected",
      flow: {
        ...first.flow,
        decisions: [
          {
            id: "0198f7a0-0000-7000-8000-000000000001",
            stageId: "stage-1",
            outcome: "rejected",
            reason: "Too dear",
            person: referenceTo(ben),
            deviceId: "device-of-ben",
            madeAt: minute(30),
            receivedAt: minute(31),
          },
        ],
      },
    });
    await bench.pull([decided]);
    expect(await detail()).toMatchObject({
      order: { status: "rejected" },
      mayApprove: {
        allowed: false,
        refusal: { code: "already-decided", args: { person: "ben", outcome: "rejected" } },
      },
    });
  });

  it("D05 I18 lists the next dates of a recurring order and its amount per term", async () => {
    const recurring = orderNumbered(9, {
      recurrence: {
        interval: "P1M",
        startsAt: instantSchema.parse("2026-01-31T09:00:00.000Z"),
        timeZone: "UTC",
        repetitions: 3,
      },
    });
    await bench.pull([recurring]);
    expect(await detail(recurring)).toMatchObject({
      nextDates: ["2026-01-31T09:00:00.000Z", "2026-02-28T09:00:00.000Z", "2026-03-31T09:00:00.000Z"],
      termAmount: { known: true, money: { amountMinor: 15_000, currency: "EUR" } },
    });
  });

  it("has no page for an order that the person may not see", async () => {
    expect(await detail(orderNumbered(77))).toBeNull();
  });

  it("D09 lists every command in the outbox, newest first, with the order it is about", async () => {
    await approve();
    await bench.outbox.make("reject-order", { orderId: second.id, stageId: "stage-1", reason: "Not this quarter" });
    expect(await outboxView(bench.store, bench.overlaid, { start: 0, count: 10 })).toMatchObject({
      total: 2,
      entries: [
        { type: "reject-order", orderNumber: second.number, text: "Not this quarter" },
        { type: "approve-order", orderNumber: first.number, customer: "Customer", verdict: { state: "waiting" } },
      ],
    });
  });

  it("D06 lists own waiting decisions before the recorded ones, by number and by status", async () => {
    const recorded = historyEntrySchema.parse({
      id: "0198f7a0-0000-7000-8000-000000000002",
      orderId: "order-000007",
      orderNumber: "SO-100007",
      customer: first.customer,
      amount: first.totals.gross,
      action: "rejected",
      stageRole: "approver",
      person: referenceTo(ben),
      reason: "Too dear",
      deviceId: "device-of-ben",
      madeAt: minute(1),
      receivedAt: minute(2),
      orderStatus: "rejected",
    });
    await bench.store.collections.history.insert(bench.store.stored("history", recorded));
    await approve();
    const view = async (search: string, filter: "all" | "approved" | "rejected" | "waiting") => {
      const query = { start: 0, count: 10, search, filter };
      return (await historyView(bench.store, bench.overlaid, query)).rows.map(({ orderNumber }) => orderNumber);
    };
    expect(await view("", "all")).toEqual([first.number, "SO-100007"]);
    expect(await view("so-100007", "all")).toEqual(["SO-100007"]);
    expect(await view("", "rejected")).toEqual(["SO-100007"]);
    expect(await view("", "waiting")).toEqual([first.number]);
    expect(await view("+", "all")).toEqual([]);
  });
});
