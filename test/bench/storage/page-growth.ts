import { join } from "node:path";

import { createStorage } from "#main/storage.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";
import type { Scale } from "#test/bench/scale.ts";

import type { OrderInstance } from "./order-instance.ts";
import { insertOrders, openOrders, pageQuery, pageSize } from "./order-instance.ts";
import type { StoredOrder } from "./orders.ts";
import { storedOrders } from "./orders.ts";
import { Pace } from "./pace.ts";
import { RawOrders } from "./raw-orders.ts";

const few = 1_000;
const many = 1_000_000;
const pages = 500;
const rounds = 6;

/** The same thousand orders repeatedly, with other ids and dates, so that a million need no more memory. */
const copyOf = (order: StoredOrder, copy: number): StoredOrder => ({
  ...order,
  id: `${order.id}-${copy}`,
  waitingSince: new Date(Date.parse(order.waitingSince) + copy * 1_000).toISOString() as StoredOrder["waitingSince"],
});

/** Where full pages begin even among the thousand: a shorter page would be faster. */
const pageStarts = (orders: readonly StoredOrder[]): StoredOrder[] =>
  [true, false].flatMap((asksMe) =>
    orders
      .filter((order) => order.asksMe === asksMe)
      .toSorted((left, right) => (left.waitingSince < right.waitingSince ? -1 : 1))
      .slice(0, -pageSize),
  );

interface PageTimes {
  readonly ours: number;
  readonly byHand: number;
}

/**
 * The fastest of several rounds over the same pages: the first reads them from the disk, and other programs may slow down
 * any of them.
 */
const pageTimes = async (
  instance: OrderInstance,
  raw: RawOrders,
  starts: readonly StoredOrder[],
  scale: Scale,
): Promise<PageTimes> => {
  const fastest = { ours: Infinity, byHand: Infinity };
  for (let round = 0; round < scale(rounds); round += 1) {
    const [ours, byHand] = [new Pace(), new Pace()];
    for (let turn = 0; turn < scale(pages); turn += 1) {
      const { asksMe, waitingSince } = starts[(turn * 619) % starts.length]!;
      const query = pageQuery(asksMe, waitingSince);
      const { documents } = await ours.time(1, () => instance.query(query));
      const rows = await byHand.time(1, () => raw.page(asksMe, waitingSince));
      if (documents.length !== pageSize || rows.length !== pageSize) throw new Error("a page is not full");
    }
    fastest.ours = Math.min(fastest.ours, ours.each);
    fastest.byHand = Math.min(fastest.byHand, byHand.each);
  }
  return fastest;
};

/**
 * A page of the inbox out of a thousand orders and out of a million, in a growing file, compared with the same by hand:
 * the additional time that SQLite itself needs for a million is not our growth.
 */
export async function* pageGrowth(scale: Scale): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const instance = await openOrders(createStorage(folder.path));
  const raw = new RawOrders(join(folder.path, "by-hand.sqlite"));
  const [orders = []] = storedOrders(few, few);
  const starts = pageStarts(orders);
  await insertOrders(instance, orders);
  raw.insert(orders);
  const ofFew = await pageTimes(instance, raw, starts, scale);
  for (let copy = 1; copy < scale(many) / few; copy += 1) {
    const copies = orders.map((order) => copyOf(order, copy));
    await insertOrders(instance, copies, "repeatable");
    raw.insert(copies);
  }
  const ofMany = await pageTimes(instance, raw, starts, scale);
  const name = "storage.page-of-a-million";
  yield lessIsBetter({ name, ours: ofMany.ours, peer: ofFew.ours, peerName: "of a thousand", unit: "ms" });
  const beside = { peerName: "node:sqlite" };
  yield lessIsBetter({ ...beside, name: `${name}-beside-sqlite`, ours: ofMany.ours, peer: ofMany.byHand, unit: "ms" });
  yield lessIsBetter({
    ...beside,
    name: "storage.page-growth",
    ours: ofMany.ours / ofFew.ours,
    peer: ofMany.byHand / ofFew.byHand,
    unit: "times",
  });
  await instance.close();
  raw.close();
}
