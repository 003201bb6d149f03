import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { createStorage } from "#main/storage.ts";

import { storeErrorOf } from "./store-error.ts";
import { Store } from "./store.ts";
import { StorageError } from "./storage/index.ts";

const ids = { next: () => "0198f7a0-0000-7000-8000-000000000003" };

describe("the store", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
  });
  afterEach(() => bench.close());

  it("D02 keeps its device's identity over restarts", async () => {
    const { deviceId } = bench.store;
    bench = await bench.restart();
    expect(bench.store.deviceId).toBe(deviceId);
  });

  it("D09 empties the read models for a new epoch, and keeps the commands", async () => {
    const order = orderNumbered(1);
    await bench.pull([order]);
    await bench.outbox.make("approve-order", { orderId: order.id, stageId: "stage-1" });
    await bench.store.replaceReadModels();
    expect(await bench.store.collections.orders.count().exec()).toBe(0);
    expect(await bench.store.collections.commands.count().exec()).toBe(1);
    await bench.pull([order]);
    expect((await bench.overlaid.order(order.id))?.order.status).toBe("approved");
  });

  it("reports a file that another process uses", async () => {
    const path = JSON.stringify(bench.directory);
    const script = `
      const { Store } = await import("#main/store/store.ts");
      const { createStorage } = await import("#main/storage.ts");
      const { storeErrorOf } = await import("#main/store/store-error.ts");
      try {
        await Store.open({ name: "${ada.id}", storage: createStorage(${path}), ids: { next: () => "x" }, personId: "x" });
        console.log("opened");
      } catch (error) { console.log(storeErrorOf(error)?.code ?? error); }
      process.exit();`;
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    expect(output.trim()).toBe("local-store-locked");
  }, 60_000);

  it("opens the same file twice in one process only one after the other", async () => {
    const { directory } = bench;
    const { deviceId } = bench.store;
    await bench.store.close();
    const again = await Store.open({ name: ada.id, storage: createStorage(directory), ids, personId: ada.id });
    expect(again.deviceId).toBe(deviceId);
    await again.close();
    bench = await bench.restart();
  });

  it("names a full disk, also when RxDB wraps the storage's error", () => {
    const full = new StorageError("disk-full", "the disk is full");
    expect(storeErrorOf(full)?.code).toBe("local-store-full");
    expect(storeErrorOf(new Error("wrapped", { cause: full }))?.code).toBe("local-store-full");
    expect(storeErrorOf(new Error("a bug"))).toBeUndefined();
  });
});
