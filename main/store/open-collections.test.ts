import type { RxJsonSchema } from "rxdb";
import { createRxDatabase } from "rxdb";
import { describe, expect, it } from "vitest";

import { lastingSecrets } from "#main/testing/lasting-secrets.ts";
import { createStorage } from "#main/storage.ts";
import { ada, orderNumbered } from "#main/testing/orders.ts";
import { inboxView } from "#main/views/inbox.ts";
import { MyCommands } from "#main/views/my-commands.ts";
import { OverlaidOrders } from "#main/views/overlaid-orders.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { opened, rxSchemaOf } from "./documents.ts";
import type { KeyRing } from "./storage/index.ts";
import { storeKeys } from "./store-keys.ts";
import { Store } from "./store.ts";

const clock = { now: () => instantSchema.parse("2026-11-21T09:00:00.000Z") };
const order = { ...orderNumbered(1), carbonGrams: 4_200 };

const open = (directory: string, ring?: KeyRing): Promise<Store> =>
  Store.open({
    name: ada.id,
    storage: createStorage(directory, ring),
    ids: { next: () => "device-1" },
    personId: ada.id,
  });

/** The file of a version of the program that found orders by nothing but their ids, with one order in it. */
const writeAsOlderVersion = async (directory: string, ring: KeyRing | undefined): Promise<void> => {
  const current = rxSchemaOf("orders");
  const { id, content } = current.properties;
  const schema = { ...current, properties: { id, content }, required: ["id", "content"], indexes: [] };
  const storage = createStorage(directory, ring);
  const database = await createRxDatabase({ name: ada.id, storage, multiInstance: false });
  const collections = await database.addCollections({
    orders: { schema: schema as unknown as RxJsonSchema<{ id: string; content: object }> },
  });
  await collections.orders.insert({ id: order.id, content: order });
  await database.close();
};

const inbox = async (store: Store) => {
  const mine = await MyCommands.open(store);
  const overlaid = new OverlaidOrders(store, mine, ada);
  const { rows } = await inboxView(store, overlaid, ada.id, { start: 0, count: 5 });
  overlaid.close();
  mine.close();
  return rows.map(({ number }) => number);
};

describe("a store of another version of the program", () => {
  it.each([
    ["a plain file", undefined],
    ["an encrypted file", storeKeys({ secrets: lastingSecrets(), clock })],
  ])("D09 fills what documents are found by from what is on the disk, in %s", async (_what, ring) => {
    await using folder = await temporaryFolder();
    await writeAsOlderVersion(folder.path, ring);
    const store = await open(folder.path, ring);
    expect(await inbox(store)).toEqual([order.number]);
    await store.close();

    const again = await open(folder.path, ring);
    expect(await inbox(again)).toEqual([order.number]);
    await again.close();
  });

  it("reads by the schema of the version that opens it what another version stored", async () => {
    await using folder = await temporaryFolder();
    const store = await open(folder.path);
    await store.collections.orders.insert(store.stored("orders", { ...order, status: "dreamt" }));
    const kept = await store.collections.orders.findOne(order.id).exec(true);
    expect(opened("orders", kept)).toMatchObject({ carbonGrams: 4_200, status: { newer: "dreamt" } });
    await store.close();
  });
});
