import type { RxStorage } from "rxdb";
import { describe, expect, it } from "vitest";

import { StorageError } from "#main/store/storage/index.ts";
import { ada, orderNumbered } from "#main/testing/orders.ts";

import { openSync } from "./testing/open-sync.ts";
import { ServerDouble } from "./testing/server-double.ts";

/** A storage on a disk that is full for what `isRefused` picks: writes by their context, new collections by `open`. */
const fullStorage = (
  storage: RxStorage<unknown, unknown>,
  isRefused: (context: string) => boolean,
): typeof storage => ({
  ...storage,
  createStorageInstance: async (params) => {
    const full = () => new StorageError("disk-full", "The disk is full.");
    if (isRefused(`open ${params.collectionName}`)) throw full();
    const instance = await storage.createStorageInstance(params);
    const write = instance.bulkWrite.bind(instance);
    instance.bulkWrite = (rows, context) => (isRefused(context) ? Promise.reject(full()) : write(rows, context));
    return instance;
  },
});

describe("replication onto a disk that is full for a while", () => {
  it.each([
    ["could not write a page", /^replication-(?!set)/],
    ["could not write a position", /^replication-set-checkpoint/],
    ["could not even begin", /^open rx-replication-meta/],
  ])(
    "says so and goes on, where it %s",
    async (_what, refused) => {
      const server = new ServerDouble();
      const orders = [orderNumbered(1), orderNumbered(2)];
      server.documents = { orders, people: [ada] };
      let isFull = true;
      // One collection has not been pulled once when all begin anew.
      server.isSilent = (collection) => isFull && collection === "history";
      await using bench = await openSync(server.fetch, (storage) =>
        fullStorage(storage, (context) => isFull && refused.test(context)),
      );
      const { store, sync } = bench;
      sync.start();
      await expect.poll(() => sync.status.problem?.code).toBe("local-store-full");
      isFull = false;
      sync.retryNow();
      await expect.poll(async () => (await store.device()).lastSyncAt, { timeout: 5_000 }).toBeDefined();
      expect(sync.status).toEqual({ state: "online" });
      expect(await store.collections.orders.count().exec()).toBe(orders.length);
    },
    20_000,
  );
});
