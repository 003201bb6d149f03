import { createHash } from "node:crypto";

import { createRxDatabase } from "rxdb";
import type { RxJsonSchema } from "rxdb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createStorage } from "#main/storage.ts";
import { ada, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";

import { rxSchemas } from "./documents.ts";
import { Store } from "./store.ts";

/** Opens the file as a version of the program would whose orders had another shape. */
const openAsOlderVersion = async (directory: string) => {
  const { levelAmounts: _later, ...properties } = rxSchemas.orders.properties;
  const schema = { ...rxSchemas.orders, properties } as unknown as RxJsonSchema<{ id: string }>;
  const database = await createRxDatabase({ name: ada.id, storage: createStorage(directory), multiInstance: false });
  await database.addCollections({ orders: { schema } });
  return database;
};

describe("a store of another version of the program", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
  });
  afterEach(() => bench.close());

  it("D09 keeps what was decided, and pulls anew what the server has in another shape by now", async () => {
    const order = orderNumbered(1);
    await bench.pull([order]);
    await bench.outbox.make("approve-order", { orderId: order.id, stageId: "stage-1" });
    const { deviceId } = bench.store;
    bench = await bench.restart();
    expect(await bench.store.collections.orders.count().exec()).toBe(1);
    await bench.store.replaceReadModels();
    await bench.store.collections.orders.remove();
    await bench.store.close();

    const older = await openAsOlderVersion(bench.directory);
    await older.close();
    bench = await bench.restart();
    expect(await bench.store.collections.orders.count().exec()).toBe(0);
    expect(await bench.store.collections.commands.count().exec()).toBe(1);
    expect(bench.store.deviceId).toBe(deviceId);
    await bench.pull([order]);
    expect((await bench.picture.order(order.id))?.order.status).toBe("approved");
  });

  it("is never read in another shape where only this device has the documents: that needs a migration", () => {
    const shapeOf = (name: "commands" | "device") =>
      createHash("sha256").update(JSON.stringify(rxSchemas[name])).digest("hex").slice(0, 16);
    // Whoever changes one of these counts up the version of its schema and writes the migration with its test.
    expect([rxSchemas.commands.version, shapeOf("commands")]).toEqual([0, "60c1ebec8fda6b00"]);
    expect([rxSchemas.device.version, shapeOf("device")]).toEqual([0, "5ff00f5c6ab07e37"]);
  });

  it("is opened without emptying anything when nothing changed", async () => {
    await bench.pull([orderNumbered(1)]);
    await bench.store.close();
    const again = await Store.open({ name: ada.id, storage: createStorage(bench.directory), ids: { next: () => "x" } });
    expect(await again.collections.orders.count().exec()).toBe(1);
    await again.close();
    bench = await bench.restart();
  });
});
