import { createStorage } from "#main/storage.ts";
import type { KeyRing } from "#main/store/storage/index.ts";
import type { BenchCase } from "#test/bench/measurement.ts";

import { besidePouchDb } from "./beside-pouchdb.ts";
import { firstSync } from "./first-sync.ts";
import { ordersBesideSqlite } from "./orders-beside-sqlite.ts";
import { pageGrowth } from "./page-growth.ts";
import { rxdbPerformance } from "./rxdb-performance.ts";

const orders = 100_000;

/** One key for everything: the benchmark measures the encryption. */
const benchKeys: KeyRing = {
  keysOf: () => Promise.resolve([Buffer.alloc(32, 1)]),
  createKey: () => Promise.resolve(undefined),
};

export const cases: readonly BenchCase[] = [
  {
    name: "storage.orders",
    run: (scale) =>
      ordersBesideSqlite({ orders, scale, storageIn: createStorage, nameOf: (work) => `storage.${work}` }),
  },
  {
    name: "storage.encrypted",
    run: (scale) =>
      ordersBesideSqlite({
        orders: orders / 5,
        scale,
        storageIn: (directory) => createStorage(directory, benchKeys),
        nameOf: (work) => `storage.${work}-encrypted`,
      }),
  },
  { name: "storage.pouchdb", run: (scale) => besidePouchDb(scale(orders / 5)) },
  { name: "storage.rxdb", run: rxdbPerformance },
  { name: "storage.first-sync", run: (scale) => firstSync(scale(orders)) },
  { name: "storage.growth", run: pageGrowth },
];
