import { createStorage } from "#main/storage.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";

import type { OrderInstance } from "./order-instance.ts";
import { insertOrders, openOrders, pageQuery } from "./order-instance.ts";
import type { StoredOrder } from "./orders.ts";
import { storedOrders } from "./orders.ts";
import { Pace } from "./pace.ts";

const few = 1_000;
const many = 1_000_000;
const pages = 500;

/** The same thousand orders again and again, under other ids and dates, so that a million need no more memory. */
const copyOf = (order: StoredOrder, copy: number): StoredOrder => ({
  ...order,
  id: `${order.id}-${copy}` as StoredOrder["id"],
  waitsSince: new Date(Date.parse(order.waitsSince) + copy * 1_000).toISOString() as StoredOrder["waitsSince"],
});

/** The second of two rounds over the same pages: of the disk only what SQLite does not keep is measured. */
const pageTime = async (instance: OrderInstance, orders: readonly StoredOrder[]): Promise<number> => {
  const [first, second] = [new Pace(), new Pace()];
  for (const pace of [first, second])
    for (let turn = 0; turn < pages; turn += 1) {
      const { waits, waitsSince } = orders[(turn * 619) % orders.length]!;
      const query = pageQuery(waits, waitsSince);
      await pace.time(1, () => instance.query(query));
    }
  return second.each;
};

/** A page of the inbox out of a thousand orders and out of a million, in one file that grows. */
export async function* pageGrowth(): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const instance = await openOrders(createStorage(folder.path));
  const [orders = []] = storedOrders(few, few);
  await insertOrders(instance, orders);
  const peer = await pageTime(instance, orders);
  for (let copy = 1; copy < many / few; copy += 1)
    await insertOrders(
      instance,
      orders.map((order) => copyOf(order, copy)),
      "repeatable",
    );
  yield lessIsBetter({
    name: "storage.page-of-a-million",
    ours: await pageTime(instance, orders),
    peer,
    peerName: "of a thousand",
    unit: "ms",
  });
  await instance.close();
}
