import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, ben, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import type { ViewChange } from "./change.ts";
import { outboxView } from "./outbox.ts";
import { isTouchedBy } from "./touched-by.ts";

const first = orderNumbered(1);
const second = orderNumbered(2);
const window = { start: 0, count: 10 };
const status = { connection: "online", waitingToSend: 0, refused: 0, inboxCount: 0 } as const;

describe("which views a change touches", () => {
  let bench: Workbench;
  let changes: ViewChange[];

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    await bench.pull([first, second]);
    changes = [];
    bench.overlaid.changes$.subscribe((change) => changes.push(change));
  });
  afterEach(() => bench.close());

  /** What has to be computed again, for a window that shows the page of `order`. */
  const touched = async (order = first) => {
    const outbox = await outboxView(bench.store, bench.overlaid, window);
    const history = { ...window, search: "", filter: "all" } as const;
    const isTouched = {
      status: (change: ViewChange) => isTouchedBy("status", {}, change, status),
      inbox: (change: ViewChange) => isTouchedBy("inbox", window, change, undefined),
      order: (change: ViewChange) => isTouchedBy("order", { orderId: order.id }, change, undefined),
      outbox: (change: ViewChange) => isTouchedBy("outbox", window, change, outbox),
      history: (change: ViewChange) => isTouchedBy("history", history, change, undefined),
    };
    return Object.entries(isTouched)
      .filter(([, touches]) => changes.some(touches))
      .map(([name]) => name);
  };
  const approve = (order = first) => bench.outbox.make("approve-order", { orderId: order.id, stageId: "stage-1" });

  it("one's own decision touches the lists, and only its own order's page", async () => {
    await approve();
    expect(await touched(first)).toEqual(["status", "inbox", "order", "outbox", "history"]);
    expect(await touched(second)).toEqual(["status", "inbox", "outbox", "history"]);
  });

  it("a pulled order that waits for the person, or no longer does, touches the inbox and its own page", async () => {
    await bench.pull([{ ...first, revision: 2, status: "rejected" }]);
    expect(await touched(first)).toEqual(["status", "inbox", "order"]);
    expect(await touched(second)).toEqual(["status", "inbox"]);
  });

  it("an order that waits for others touches only its own page", async () => {
    await bench.pull([{ ...orderNumbered(3), status: "approved" }]);
    expect(await touched()).toEqual([]);
    expect(await touched(orderNumbered(3))).toEqual(["order"]);
  });

  it("an order that the outbox names touches it", async () => {
    await approve();
    changes = [];
    await bench.pull([{ ...first, number: "SO-renamed" }]);
    expect(await touched(second)).toContain("outbox");
  });

  it("an order that is taken from the person touches the inbox only if it waited for them", async () => {
    await bench.pull([{ ...orderNumbered(3), status: "approved" }]);
    changes = [];
    await bench.store.collections.orders.find({ selector: { id: "order-000003" } }).remove();
    expect(await touched()).toEqual([]);
    await bench.store.collections.orders.find({ selector: { id: second.id } }).remove();
    expect(await touched()).toEqual(["status", "inbox"]);
  });

  it("any order touches the shell while orders are still being loaded, or as long as nothing is known of it", async () => {
    await bench.pull([{ ...orderNumbered(3), status: "approved" }]);
    const isTouched = (last: Parameters<typeof isTouchedBy<"status">>[3]) =>
      changes.some((change) => isTouchedBy("status", {}, change, last));
    expect([undefined, { ...status, loading: { orders: 2 } }, status].map(isTouched)).toEqual([true, true, false]);
  });

  it("an order touches the outbox as long as nothing is known of it, but not because of commands that name no order", async () => {
    changes = [];
    await bench.pull([{ ...first, number: "SO-renamed" }]);
    const { entries, ...outbox } = await outboxView(bench.store, bench.overlaid, window);
    expect(entries).toEqual([]);
    const verdict = { state: "waiting" } as const;
    const madeAt = first.placedAt;
    const unread = { commandId: commandIdSchema.parse("0198f7a0-0000-7000-8000-000000000001"), type: "telex", madeAt };
    const isTouched = (last: Parameters<typeof isTouchedBy<"outbox">>[3]) =>
      changes.some((change) => isTouchedBy("outbox", window, change, last));
    expect([undefined, { ...outbox, entries: [{ ...unread, verdict }] }].map(isTouched)).toEqual([true, false]);
  });

  it("a recorded decision touches the history, and everything that one's own decisions change if it is one", async () => {
    const entry = {
      id: "0198f7a0-0000-7000-8000-000000000002",
      orderId: first.id,
      orderNumber: first.number,
      customer: first.customer,
      amount: first.totals.gross,
      action: "approved",
      stageRole: "approver",
      person: referenceTo(ben),
      deviceId: "device-of-ben",
      madeAt: first.placedAt,
      receivedAt: first.placedAt,
      orderStatus: "approved",
    };
    await bench.store.collections.history.insert(bench.store.stored("history", entry));
    expect(await touched()).toEqual(["history"]);
    const made = await approve(second);
    if (!made.ok) throw new Error(made.error.code);
    changes = [];
    await bench.store.collections.history.insert(
      bench.store.stored("history", { ...entry, id: made.value, orderId: second.id, person: referenceTo(ada) }),
    );
    expect(await touched(second)).toEqual(["status", "inbox", "order", "history"]);
  });

  it("people touch nothing; the device's own data touches only the shell", async () => {
    await bench.store.collections.people.insert(bench.store.stored("people", ben));
    expect(await touched()).toEqual([]);
    await bench.store.updateDevice({ generation: 3 });
    expect(await touched()).toEqual(["status"]);
  });

  it("emptied read models touch everything; the connection touches only the shell", async () => {
    await bench.store.replaceReadModels();
    expect(await touched(second)).toEqual(["status", "inbox", "order", "outbox", "history"]);
    changes = [{ kind: "connection" }];
    expect(await touched()).toEqual(["status"]);
  });
});
