import { setTimeout as pause } from "node:timers/promises";
import type { RxStorage } from "rxdb";
import { afterEach, beforeEach, expect, it } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { createStorage } from "#main/storage.ts";
import { Store } from "#main/store/store.ts";
import { ada, orderNumbered } from "#main/testing/orders.ts";
import { collectionNames, pullBatchSize, pullQuerySchema } from "#shared/contract/protocol.ts";
import { instantSchema } from "#shared/domain/instant.ts";
import type { TemporaryFolder } from "#test/support/folder.ts";
import { temporaryFolder } from "#test/support/folder.ts";

import type { Fetch } from "./server-client.ts";
import { ServerClient } from "./server-client.ts";
import { SessionTokens } from "./session.ts";
import { Sync } from "./sync.ts";

const orders = Array.from({ length: 6 * pullBatchSize }, (_, index) => orderNumbered(index));

/** A stream of changes with its first event; it ends when the client gives up. */
const streamUntil = (signal: AbortSignal | null | undefined): Response => {
  const event = JSON.stringify({ epoch: "one", sequence: 1, collections: collectionNames });
  return new Response(
    new ReadableStream({
      start: (stream) => {
        stream.enqueue(Buffer.from(`data: ${event}\n\n`));
        signal?.addEventListener("abort", () => stream.error(signal.reason), { once: true });
      },
    }),
  );
};

/** A server that has these orders and nothing else, and answers at once. */
const serve: Fetch = (input, init) => {
  const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
  switch (pathname) {
    case "/v1/demo/sessions":
      return Promise.resolve(Response.json({ token: "token", person: ada, expiresAt: "2099-01-01T00:00:00.000Z" }));
    case "/v1/session":
      return Promise.resolve(Response.json({ person: ada, epoch: "one" }));
    case "/v1/sync/stream":
      return Promise.resolve(streamUntil(init?.signal));
    default: {
      const { collection, limit, sequence = 0 } = pullQuerySchema.parse(Object.fromEntries(searchParams));
      const page = collection === "orders" ? orders.slice(sequence, sequence + limit) : [];
      return Promise.resolve(
        Response.json({
          rows: page.map((document) => ({ deleted: false, document })),
          checkpoint: { epoch: "one", sequence: sequence + page.length, documentId: "" },
        }),
      );
    }
  }
};

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

let folder: TemporaryFolder;
let store: Store;
let sync: Sync;
let written: number[];

beforeEach(async () => {
  folder = await temporaryFolder();
  written = [];
  const storage = slowStorage(createStorage(folder.path), (count) => written.push(count));
  store = await Store.open({ name: ada.id, storage, ids: { next: () => "0198f7a0-0000-7000-8000-000000000004" } });
  const client = new ServerClient("http://server.example", serve);
  sync = new Sync({
    store,
    client,
    tokens: new SessionTokens(client, memorySecrets(), ada.email),
    personId: ada.id,
    clock: { now: () => instantSchema.parse("2026-11-02T09:00:00.000Z") },
    random: () => 0,
  });
});
afterEach(async () => {
  await sync.stop();
  await store.close();
  await folder[Symbol.asyncDispose]();
});

it("D03 writes page by page, however much faster the network is than the disk", async () => {
  sync.start();
  await expect.poll(async () => (await store.device()).lastSyncAt, { timeout: 20_000 }).toBeDefined();
  expect(await store.collections.orders.count().exec()).toBe(orders.length);
  expect(Math.max(...written)).toBe(pullBatchSize);
});
