import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { ada, orderNumbered, rita } from "#main/testing/orders.ts";
import { opened } from "#main/store/documents.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";

describe("the outbox", () => {
  let bench: Workbench;
  const order = orderNumbered(1);

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    await bench.pull([order, orderNumbered(2), orderNumbered(3)]);
  });
  afterEach(() => bench.close());

  const approve = (orderId: string = order.id) => bench.outbox.make("approve-order", { orderId, stageId: "stage-1" });
  const commands = async () =>
    (await bench.store.collections.commands.find({ sort: [{ deviceSeq: "asc" }] }).exec()).map((document) =>
      opened("commands", document),
    );

  it("D09 keeps a decision on disk, so that it is still waiting after a restart without a network", async () => {
    expect(await approve()).toMatchObject({ ok: true });
    bench = await bench.restart();
    expect(await commands()).toMatchObject([
      { type: "approve-order", actorId: ada.id, deviceSeq: 1, basedOn: 1, protocol: 1, verdict: { state: "waiting" } },
    ]);
    expect((await bench.overlaid.order(order.id))?.order.status).toBe("approved");
  });

  it("D09 numbers a device's commands without a hole, over concurrent calls, refusals and a restart", async () => {
    const [first, again] = await Promise.all([approve(), approve()]);
    expect([first.ok, again.ok]).toEqual([true, false]);
    bench = await bench.restart();
    await Promise.all([approve(orderNumbered(2).id), approve(orderNumbered(3).id)]);
    expect((await commands()).map(({ deviceSeq }) => deviceSeq)).toEqual([1, 2, 3]);
  });

  it("keeps a comment on an order that only a newer program may decide, and no decision", async () => {
    const demanding = { ...orderNumbered(4), decidableFrom: newestProtocol + 1 };
    await bench.pull([demanding]);
    expect(await approve(demanding.id)).toMatchObject({ ok: false, error: { code: "newer-program-needed" } });
    const comment = await bench.outbox.make("comment-on-order", { orderId: demanding.id, text: "Until Friday." });
    expect(comment.ok).toBe(true);
  });

  it("A14 keeps the same answer only once and says that it already stands", async () => {
    await approve();
    expect(await approve()).toMatchObject({
      ok: false,
      error: { code: "already-decided-by-you", args: { outcome: "approved" } },
    });
    expect(await commands()).toHaveLength(1);
  });

  it("I13 keeps no rejection without a reason", async () => {
    const rejected = await bench.outbox.make("reject-order", { orderId: order.id, stageId: "stage-1" });
    expect(rejected).toMatchObject({ ok: false, error: { code: "reason-required" } });
    expect(await commands()).toEqual([]);
  });

  it("says how long a reason may be when it has 100,000 characters, and keeps nothing", async () => {
    const rejected = await bench.outbox.make("reject-order", {
      orderId: order.id,
      stageId: "stage-1",
      reason: "x".repeat(100_000),
    });
    expect(rejected).toMatchObject({
      ok: false,
      error: { code: "text-too-long", args: { max: 2_000, actual: 100_000 } },
    });
    expect(await commands()).toEqual([]);
  });

  it("refuses an order that the device does not have", async () => {
    expect(await approve("order-of-somebody-else")).toMatchObject({ ok: false, error: { code: "order-unknown" } });
  });

  it("S29 refuses a decision of somebody whom the stage does not ask", async () => {
    const other = await openWorkbench(rita);
    await other.pull([order]);
    const made = await other.outbox.make("approve-order", { orderId: order.id, stageId: "stage-1" });
    expect(made).toMatchObject({ ok: false, error: { code: "not-a-candidate" } });
    await other.close();
  });
});
