import { v7 } from "uuid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import type { HistoryFilter } from "@countersign/shared/contract/views.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { HistoryAction } from "@countersign/shared/domain/history.ts";
import { historyEntrySchema } from "@countersign/shared/domain/history.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { historyView } from "./history.ts";

interface Recorded {
  readonly orderNumber: string;
  readonly at: number;
  readonly action?: HistoryAction;
  readonly id?: string;
}

describe("a window of the history", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    await bench.pull([1, 2, 3].map((index) => orderNumbered(index)));
  });
  afterEach(() => bench.close());

  const record = async (...entries: readonly Recorded[]) => {
    const { id: orderId, customer, totals } = orderNumbered(9);
    for (const { orderNumber, at, action = "approved", id = v7() } of entries) {
      const entry = historyEntrySchema.parse({
        id,
        orderId,
        orderNumber,
        customer,
        amount: totals.gross,
        action,
        stageRole: "approver",
        person: referenceTo(ada),
        deviceId: "another-device",
        madeAt: minute(at),
        receivedAt: minute(at),
        orderStatus: "approved",
      });
      await bench.store.collections.history.insert(bench.store.stored("history", entry));
    }
  };
  const decide = async (index: number, type: "approve-order" | "reject-order" = "approve-order") => {
    const { id: orderId } = orderNumbered(index);
    const made = await bench.outbox.make(type, { orderId, stageId: "stage-1", reason: "As agreed" });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  /** Lets a command have been made at another time, and be judged. */
  const change = async (id: string, changed: object) => {
    const document = await bench.store.collections.commands.findOne(id).exec(true);
    const command = commandSchema.parse({ ...document.content, ...changed });
    await document.incrementalPatch(bench.store.stored("commands", command));
  };
  const view = async ({ start = 0, count = 10, search = "", filter = "all" as HistoryFilter }) => {
    const seen = await historyView(bench.store, bench.overlaid, { start, count, search, filter });
    expect(seen.start).toBe(start);
    return { total: seen.total, numbers: seen.rows.map(({ orderNumber }) => orderNumber) };
  };

  it("begins with the decisions that are not recorded yet, and goes on with the recorded ones, each newest first", async () => {
    await record({ orderNumber: "old", at: 1 }, { orderNumber: "new", at: 3 }, { orderNumber: "between", at: 2 });
    const made: readonly [number, number][] = [
      [1, 101],
      [2, 103],
      [3, 102],
    ];
    for (const [index, at] of made) await change(await decide(index), { madeAt: minute(at) });
    const numbers = ["SO-100002", "SO-100003", "SO-100001", "new", "between", "old"];
    expect(await view({})).toEqual({ total: 6, numbers });
    for (let start = 0; start <= 6; start += 1)
      expect(await view({ start, count: 2 })).toEqual({ total: 6, numbers: numbers.slice(start, start + 2) });
    expect(await view({ count: 0 })).toEqual({ total: 6, numbers: [] });
  });

  it("has what was recorded at the same time in a fixed order", async () => {
    const id = (digit: number) => `0198f7a0-0000-7000-8000-00000000000${digit}`;
    await record(
      { orderNumber: "second", at: 1, id: id(2) },
      { orderNumber: "third", at: 1, id: id(1) },
      { orderNumber: "first", at: 1, id: id(3) },
    );
    expect(await view({})).toEqual({ total: 3, numbers: ["first", "second", "third"] });
  });

  it("has only what was decided so, waiting or recorded", async () => {
    await record({ orderNumber: "approved", at: 1 }, { orderNumber: "rejected", at: 2, action: "rejected" });
    await record({ orderNumber: "reversed", at: 3, action: "reversed" });
    await decide(1, "approve-order");
    await decide(2, "reject-order");
    expect(await view({ filter: "approved" })).toEqual({ total: 2, numbers: ["SO-100001", "approved"] });
    expect(await view({ filter: "rejected" })).toEqual({ total: 2, numbers: ["SO-100002", "rejected"] });
    expect(await view({ filter: "reversed" })).toEqual({ total: 1, numbers: ["reversed"] });
  });

  it("has only what the server has not received, in a window of its own", async () => {
    await record({ orderNumber: "recorded", at: 1 });
    const received = { verdict: { state: "accepted", at: minute(200), revision: 2 } };
    await change(await decide(1), received);
    for (const index of [2, 3]) await change(await decide(index), { madeAt: minute(100 + index) });
    expect(await view({ filter: "waiting" })).toEqual({ total: 2, numbers: ["SO-100003", "SO-100002"] });
    expect(await view({ filter: "waiting", start: 1, count: 1 })).toEqual({ total: 2, numbers: ["SO-100002"] });
    expect(await view({ filter: "waiting", count: 1 })).toEqual({ total: 2, numbers: ["SO-100003"] });
    expect(await view({})).toMatchObject({ total: 4 });
  });

  it("D06 is searched by a part of the order's number, in small or capital letters", async () => {
    await record({ orderNumber: "SO-100002", at: 1 }, { orderNumber: "Ab-7", at: 2 });
    await decide(2);
    await decide(3);
    expect(await view({ search: "so-100002" })).toEqual({ total: 2, numbers: ["SO-100002", "SO-100002"] });
    expect(await view({ search: "0003" })).toEqual({ total: 1, numbers: ["SO-100003"] });
    expect(await view({ search: "aB" })).toEqual({ total: 1, numbers: ["Ab-7"] });
    expect(await view({ search: "so-", filter: "rejected" })).toEqual({ total: 0, numbers: [] });
  });

  it.each([".", "*", "+", "?", "^", "$", "{", "}", "(", ")", "|", "[", "]", "\\"])(
    "finds %j in a number as it is typed",
    async (sign) => {
      await record({ orderNumber: `A${sign}1`, at: 1 }, { orderNumber: "A-1", at: 2 }, { orderNumber: "A1", at: 3 });
      expect(await view({ search: `a${sign}1` })).toEqual({ total: 1, numbers: [`A${sign}1`] });
    },
  );
});
