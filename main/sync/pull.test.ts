import { setTimeout as pause } from "node:timers/promises";
import type { RxStorage } from "rxdb";
import { expect, it } from "vitest";

import { orderNumbered } from "#main/testing/orders.ts";
import { pullBatchSize } from "@countersign/shared/contract/protocol.ts";

import { openSync } from "./testing/open-sync.ts";
import { ServerDouble } from "./testing/server-double.ts";

/** A storage whose disk is slower than the network; tells how many orders each write brought. */
const slowStorage = (storage: RxStorage<unknown, unknown>, onOrders: (count: number) => void): typeof storage => ({
  ...storage,
  createStorageInstance: async (params) => {
    const instance = await storage.createStorageInstance(params);
    if (params.collectionName !== "orders") return instance;
    const write = instance.bulkWrite.bind(instance);
    instance.bulkWrite = async (rows, context) => {
      onOrders(rows.length);
      await pause(50);
      return write(rows, context);
    };
    return instance;
  },
});

it("writes page by page, however much faster the network is than the disk", async () => {
  const server = new ServerDouble();
  const orders = Array.from({ length: 6 * pullBatchSize }, (_, index) => orderNumbered(index));
  server.documents = { orders };
  const written: number[] = [];
  await using bench = await openSync(server.fetch, (storage) => slowStorage(storage, (count) => written.push(count)));
  bench.sync.start();
  await expect.poll(async () => (await bench.store.device()).lastSyncAt, { timeout: 20_000 }).toBeDefined();
  expect(await bench.store.collections.orders.count().exec()).toBe(orders.length);
  expect(Math.max(...written)).toBe(pullBatchSize);
});

it("D03 takes what an event brings without asking for it, and asks for what it cannot join to what it has", async () => {
  const server = new ServerDouble();
  const [first, second, third, fourth] = [1, 2, 3, 4].map((index) => orderNumbered(index));
  server.documents = { orders: [first!, second!] };
  await using bench = await openSync(server.fetch);
  const { sync, store } = bench;
  const held = async () => (await store.collections.orders.find().exec()).map(({ id }) => id).toSorted();
  const asked = () => server.timesAsked("/v1/sync/pull orders");
  sync.start();
  await expect.poll(async () => (await store.device()).lastSyncAt, { timeout: 5_000 }).toBeDefined();
  const askedAtFirst = asked();

  const bringing = (order: object, after: number) => ({
    epoch: "one",
    sequence: after + 1,
    collections: ["orders"],
    pages: [
      {
        collection: "orders",
        after: { sequence: after, documentId: "" },
        rows: [{ deleted: false, document: order }],
        checkpoint: { epoch: "one", sequence: after + 1, documentId: "" },
      },
    ],
  });
  server.tell(bringing(third!, 2));
  await expect.poll(held, { timeout: 5_000 }).toEqual([first!.id, second!.id, third!.id].toSorted());
  expect(asked()).toBe(askedAtFirst);

  server.documents = { orders: [first!, second!, third!, fourth!] };
  server.tell(bringing(fourth!, 3 + 1));
  await expect.poll(held, { timeout: 5_000 }).toContain(fourth!.id);
  expect(asked()).toBeGreaterThan(askedAtFirst);
}, 20_000);
