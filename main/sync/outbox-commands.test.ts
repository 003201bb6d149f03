import { v7 } from "uuid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { opened } from "#main/store/documents.ts";
import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import type { OutboxOptions } from "./outbox.ts";
import { Outbox } from "./outbox.ts";

const order = orderNumbered(1, { revision: 7 });
const stageId = "stage-1";
const full = new Error("The disk is full");
const now = instantSchema.parse(minute(60));

describe("a command in the outbox", () => {
  let bench: Workbench;
  let failure: Error | undefined;
  let seen: LooseOrder | undefined;
  let outbox: Outbox;
  let lookedUp: string[];
  const id = commandIdSchema.parse(v7());

  beforeEach(async () => {
    bench = await openWorkbench(ada);
    failure = undefined;
    seen = order;
    lookedUp = [];
    const options: OutboxOptions = {
      store: bench.store,
      person: ada,
      clock: { now: () => now },
      ids: { next: () => (lookedUp.length > 1 ? v7() : id) },
      keep: (command) => (failure ? Promise.reject(failure) : bench.mine.keep(command)),
      currentOrder: (orderId) => {
        lookedUp.push(orderId);
        return Promise.resolve(seen);
      },
      storeError: (error) => {
        if (error !== full) throw error;
        return refusal("local-store-full");
      },
    };
    outbox = new Outbox(options);
  });
  afterEach(() => bench.close());

  const kept = async () =>
    (await bench.store.collections.commands.find({ sort: [{ deviceSeq: "asc" }] }).exec()).map((document) =>
      opened("commands", document),
    );
  const comment = (text = "Until Friday") => outbox.make("comment-on-order", { orderId: order.id, text });

  it("says who asked for what, where, when, and what they saw", async () => {
    const payload = { orderId: order.id, stageId, reason: "  As agreed " };
    expect(await outbox.make("approve-order", payload)).toEqual({ ok: true, value: id });
    expect(lookedUp).toEqual([order.id]);
    expect(await kept()).toEqual([
      {
        id,
        type: "approve-order",
        payload: { orderId: order.id, stageId, reason: "As agreed" },
        actorId: ada.id,
        deviceId: bench.store.deviceId,
        deviceSeq: 1,
        madeAt: now,
        basedOn: 7,
        protocol: newestProtocol,
        verdict: { state: "waiting" },
      },
    ]);
  });

  it("is not kept where the disk is full, with the reason, and its number goes to the next", async () => {
    failure = full;
    expect(await comment()).toEqual({ ok: false, error: { code: "local-store-full", args: {} } });
    failure = undefined;
    expect(await comment()).toMatchObject({ ok: true });
    expect((await kept()).map(({ deviceSeq }) => deviceSeq)).toEqual([1]);
  });

  it("is made after others that were refused or failed for an unknown reason, which is thrown", async () => {
    seen = undefined;
    expect(await comment()).toEqual({ ok: false, error: { code: "order-unknown", args: {} } });
    const broken = comment("x".repeat(3_000));
    expect(await broken).toMatchObject({ ok: false, error: { code: "text-too-long" } });
    seen = order;
    failure = new Error("a bug");
    await expect(comment()).rejects.toBe(failure);
    failure = undefined;
    expect(await comment()).toMatchObject({ ok: true });
  });

  it("is none if its order has something that only a newer version understands", async () => {
    seen = { ...order, status: { newer: "on-hold" } };
    expect(await outbox.make("approve-order", { orderId: order.id, stageId })).toMatchObject({
      ok: false,
      error: { code: "newer-kind" },
    });
    expect(await kept()).toEqual([]);
  });

  it("A14 is none if the person's answer already stands: what it was, and when the server had it", async () => {
    const decision = {
      id: commandIdSchema.parse(v7()),
      stageId: order.flow.stages[0]!.id,
      outcome: "approved" as const,
      person: { personId: ada.id, name: ada.name },
      deviceId: bench.store.deviceId,
      madeAt: instantSchema.parse(minute(10)),
    };
    const again = () => outbox.make("approve-order", { orderId: order.id, stageId });
    const deciding = (made: object) => ({ ...order, flow: { ...order.flow, decisions: [{ ...decision, ...made }] } });
    seen = deciding({});
    expect(await again()).toMatchObject({ ok: false, error: { args: { outcome: "approved", at: minute(10) } } });
    seen = deciding({ receivedAt: minute(20) });
    expect(await again()).toMatchObject({ ok: false, error: { args: { outcome: "approved", at: minute(20) } } });
    expect(await kept()).toEqual([]);
  });
});
