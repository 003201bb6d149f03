import { join } from "node:path";
import leveldb from "pouchdb-adapter-leveldb";
import PouchDB from "pouchdb-core";

import { createStorage } from "#main/storage.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";

import { insertOrders, openOrders } from "./order-instance.ts";
import type { StoredOrder } from "./orders.ts";
import { storedOrders } from "./orders.ts";
import { Pace } from "./pace.ts";
import { RawOrders } from "./raw-orders.ts";

const batchSize = 500;

PouchDB.plugin(leveldb);

const insertIntoPouch = async (pouch: PouchDB, orders: readonly StoredOrder[]): Promise<void> => {
  // PouchDB reserves the fields that begin with an underscore.
  const documents = orders.map(({ _deleted, _attachments, _meta, _rev, ...order }) => ({ ...order, _id: order.id }));
  const written = await pouch.bulkDocs(documents);
  if (!written.every(({ ok }) => ok)) throw new Error("PouchDB refused an order");
};

/**
 * The same orders into PouchDB on LevelDB. RxDB no longer has a storage on PouchDB, so it is used directly. It does not
 * wait for the disk, so this storage need not either. SQLite by hand, with and without waiting, shows how far ahead of
 * PouchDB anything can be that keeps orders in SQLite.
 */
export async function* besidePouchDb(orders: number): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const instance = await openOrders(createStorage(folder.path));
  const byHand = new RawOrders(join(folder.path, "by-hand.sqlite"), "NORMAL");
  const byHandDurably = new RawOrders(join(folder.path, "by-hand-durably.sqlite"), "FULL");
  const pouch = new PouchDB(join(folder.path, "pouch"), { adapter: "leveldb" });

  const peer = new Pace();
  const contestants = [
    { pace: peer, insert: (batch: StoredOrder[]) => insertIntoPouch(pouch, batch) },
    {
      name: "storage.bulk-insert-beside-pouchdb",
      pace: new Pace(),
      insert: (batch: StoredOrder[]) => insertOrders(instance, batch, "repeatable"),
    },
    {
      name: "storage.sqlite-beside-pouchdb",
      pace: new Pace(),
      insert: (batch: StoredOrder[]) => byHand.insert(batch),
    },
    {
      name: "storage.sqlite-durable-beside-pouchdb",
      pace: new Pace(),
      insert: (batch: StoredOrder[]) => byHandDurably.insert(batch),
    },
  ];
  for (const batch of storedOrders(orders, batchSize)) {
    for (const { pace, insert } of contestants) await pace.time(batch.length, () => insert(batch));
    // Another one begins each time, because one that leaves work to its threads slows down the next.
    contestants.push(...contestants.splice(0, 1));
  }
  await instance.close();
  byHand.close();
  byHandDurably.close();
  await pouch.close();
  for (const { name, pace } of contestants)
    if (name !== undefined)
      yield moreIsBetter({
        name,
        ours: pace.perSecond,
        peer: peer.perSecond,
        peerName: "PouchDB on LevelDB",
        unit: "docs/s",
      });
}
