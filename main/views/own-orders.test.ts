import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";

import { inboxCount } from "./inbox.ts";

const first = orderNumbered(1);
const second = orderNumbered(2);

/** Lets the test act before each read of stored orders by their ids. */
const beforeReads = ({ store }: Workbench, act: (ids: readonly string[]) => Promise<void>): void => {
  const { internalStorageInstance: instance } = store.collections.orders;
  const find = instance.findDocumentsById.bind(instance);
  instance.findDocumentsById = async (ids, withDeleted) => {
    const found = await find(ids, withDeleted);
    await act(ids);
    return found;
  };
};

describe("the orders as the person sees them", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    await bench.pull([first, second]);
  });
  afterEach(() => bench.close());

  const make = async (type: "approve-order" | "comment-on-order", { id: orderId } = first) => {
    const payload = type === "approve-order" ? { stageId: "stage-1" } : { text: "Until Friday" };
    const made = await bench.outbox.make(type, { orderId, ...payload });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  const accept = async (id: string, revision: number) => {
    const document = await bench.store.collections.commands.findOne(id).exec(true);
    const verdict = { state: "accepted", at: minute(300), revision };
    await document.incrementalPatch(bench.store.stored("commands", { ...document.content, verdict }));
  };
  it("are those that the person has, with what they decided applied", async () => {
    await make("approve-order", second);
    const seen = await bench.overlaid.orders([first.id, second.id]);
    expect(Object.fromEntries(seen.map(({ order: { id, status } }) => [id, status]))).toEqual({
      [first.id]: "pending",
      [second.id]: "approved",
    });
    expect(await bench.overlaid.order(orderNumbered(3).id)).toBeUndefined();
  });

  it("keep what was pulled beside what is seen", async () => {
    const id = await make("approve-order");
    expect(await bench.overlaid.order(first.id)).toMatchObject({
      pulled: { status: "pending", revision: 1 },
      order: { status: "approved" },
      applied: [{ command: { id } }],
    });
    expect(await bench.overlaid.order(second.id)).toEqual({ pulled: second, order: second, applied: [] });
  });

  it("are no longer changed by commands whose effect was pulled", async () => {
    const id = await make("approve-order");
    await accept(id, 2);
    await bench.pull([{ ...first, revision: 2, status: "approved" }]);
    expect(await bench.overlaid.ownChanges()).toEqual([]);
    expect(bench.mine.orderIds()).toEqual([]);
    expect((await bench.overlaid.order(first.id))?.order).toMatchObject({ revision: 2, status: "approved" });
  });

  it("stay changed by commands whose effect is in a later revision than the pulled one", async () => {
    const id = await make("approve-order");
    await accept(id, 3);
    await bench.pull([{ ...first, revision: 2 }]);
    expect((await bench.overlaid.ownChanges()).map(({ order }) => [order.id, order.status])).toEqual([
      [first.id, "approved"],
    ]);
    expect(bench.mine.orderIds()).toEqual([first.id]);
  });

  it("are gone with everything that the server owns, and decided again when they are back", async () => {
    await make("approve-order");
    await bench.overlaid.ownChanges();
    await bench.store.replaceReadModels();
    expect(await bench.overlaid.ownChanges()).toEqual([]);
    expect(await bench.overlaid.order(first.id)).toBeUndefined();
    expect(await inboxCount(bench.store, bench.overlaid)).toBe(0);
    await bench.pull([first, second]);
    expect((await bench.overlaid.order(first.id))?.order.status).toBe("approved");
    expect(await inboxCount(bench.store, bench.overlaid)).toBe(1);
  });

  it("are computed again after a read has failed", async () => {
    await make("comment-on-order");
    await bench.overlaid.ownChanges();
    await make("approve-order");
    let failures = 1;
    beforeReads(bench, () => ((failures -= 1) >= 0 ? Promise.reject(new Error("the disk")) : Promise.resolve()));
    await expect(bench.overlaid.ownChanges()).rejects.toThrow("the disk");
    expect((await bench.overlaid.ownChanges()).map(({ order }) => order.status)).toEqual(["approved"]);
  });

  it("show what was written last, even while an earlier state is still being computed", async () => {
    await make("comment-on-order");
    await make("approve-order");
    let isFirst = true;
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    beforeReads(bench, async () => {
      if (!isFirst) return;
      isFirst = false;
      await held;
    });
    const earlier = bench.overlaid.ownChanges();
    await bench.pull([{ ...first, revision: 2, number: "SO-renamed" }]);
    const later = bench.overlaid.order(first.id);
    setTimeout(goOn, 50);
    expect((await later)?.order).toMatchObject({ number: "SO-renamed", status: "approved" });
    await earlier;
    expect((await bench.overlaid.order(first.id))?.order).toMatchObject({ number: "SO-renamed", status: "approved" });
  });

  it("are read fifty at a time", async () => {
    const orders = Array.from({ length: 101 }, (_, index) => orderNumbered(index + 1));
    await bench.pull(orders);
    for (const order of orders) await make("comment-on-order", order);
    bench = await bench.restart();
    const counts: number[] = [];
    beforeReads(bench, (ids) => {
      counts.push(ids.length);
      return Promise.resolve();
    });
    expect(await bench.overlaid.ownChanges()).toHaveLength(101);
    expect(counts).toEqual([50, 50, 1]);
  });

  it("tell of changes until they are closed, and then that there are no more", async () => {
    const told: string[] = [];
    bench.overlaid.changes$.subscribe({ next: ({ kind }) => told.push(kind), complete: () => told.push("no more") });
    await bench.pull([{ ...first, revision: 2 }]);
    expect(told).toEqual(["written"]);
    bench.overlaid.close();
    await bench.pull([{ ...first, revision: 3 }]);
    expect(told).toEqual(["written", "no more"]);
  });
});
