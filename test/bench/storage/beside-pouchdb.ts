import { join } from "node:path";
import leveldb from "pouchdb-adapter-leveldb";
import PouchDB from "pouchdb-core";

import { createStorage } from "#main/storage.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";

import { insertOrders, openOrders } from "./order-instance.ts";
import { storedOrders } from "./orders.ts";
import { Pace } from "./pace.ts";

const batchSize = 500;

PouchDB.plugin(leveldb);

/**
 * The same orders into PouchDB on LevelDB. RxDB no longer has a storage on it, so it is driven by itself.
 * It does not wait for the disk, so this storage need not either.
 */
export async function* besidePouchDb(orders: number): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const instance = await openOrders(createStorage(folder.path));
  const pouch = new PouchDB(join(folder.path, "pouch"), { adapter: "leveldb" });
  const [ours, theirs] = [new Pace(), new Pace()];
  for (const batch of storedOrders(orders, batchSize)) {
    await ours.time(batch.length, () => insertOrders(instance, batch, "repeatable"));
    // It owns the fields that begin with an underscore.
    const documents = batch.map(({ _deleted, _attachments, _meta, _rev, ...order }) => ({ ...order, _id: order.id }));
    const written = await theirs.time(batch.length, () => pouch.bulkDocs(documents));
    if (!written.every(({ ok }) => ok)) throw new Error("PouchDB refused an order");
  }
  await instance.close();
  await pouch.close();
  yield moreIsBetter({
    name: "storage.bulk-insert-beside-pouchdb",
    ours: ours.perSecond,
    peer: theirs.perSecond,
    peerName: "PouchDB on LevelDB",
    unit: "docs/s",
  });
}
