import { v7 } from "uuid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { outboxViewSchema } from "@countersign/shared/contract/views.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";

import { outboxView } from "./outbox.ts";

const first = orderNumbered(1);
const second = orderNumbered(2);

describe("a window of the outbox", () => {
  let bench: Workbench;
  let lastSeq = 0;

  beforeEach(async () => {
    lastSeq = 0;
    bench = await openWorkbench(ada);
    await bench.pull([first, second]);
  });
  afterEach(() => bench.close());

  const view = async (start = 0, count = 10) =>
    outboxViewSchema.parse(await outboxView(bench.store, bench.overlaid, { start, count }));
  /** Stores a command of this type, made as many minutes into the day. */
  const make = async (type: string, payload: object, at: number, id: string = v7()) => {
    const command = commandSchema.parse({
      id,
      type,
      payload,
      actorId: ada.id,
      deviceId: bench.store.deviceId,
      deviceSeq: (lastSeq += 1),
      madeAt: minute(at),
      basedOn: 1,
      protocol: newestProtocol,
      verdict: { state: "waiting" },
    });
    await bench.store.collections.commands.insert(bench.store.stored("commands", command));
    return { commandId: command.id, type, madeAt: command.madeAt, verdict: command.verdict };
  };

  it("D09 says of each command what it is about, and what the person wrote", async () => {
    const stageId = "stage-1";
    const made = [
      await make("approve-order", { orderId: first.id, stageId }, 6),
      await make("comment-on-order", { orderId: second.id, text: "Until Friday" }, 5),
      await make("reject-order", { orderId: second.id, stageId, reason: "Too dear" }, 4),
    ];
    const orderOf = ({ id, number }: typeof first) => ({ orderId: id, orderNumber: number, customer: "Customer" });
    expect(await view()).toEqual({
      total: 3,
      start: 0,
      entries: [
        { ...made[0], ...orderOf(first) },
        { ...made[1], ...orderOf(second), text: "Until Friday" },
        { ...made[2], ...orderOf(second), text: "Too dear" },
      ],
    });
  });

  it("still lists a command on an order that the person no longer has", async () => {
    const made = await make("comment-on-order", { orderId: "order-gone", text: "Until Friday" }, 1);
    expect((await view()).entries).toEqual([{ ...made, orderId: "order-gone", text: "Until Friday" }]);
  });

  it("still lists a command that only a newer version understands", async () => {
    const made = await make("send-a-telex", { orderId: first.id, text: "STOP" }, 1);
    expect((await view()).entries).toEqual([made]);
  });

  it("has the newest first, and those of the same moment in a fixed order", async () => {
    const id = (digit: number) => `0198f7a0-0000-7000-8000-00000000000${digit}`;
    const text = (words: string) => ({ orderId: first.id, text: words });
    await make("comment-on-order", text("third"), 2, id(2));
    await make("comment-on-order", text("fourth"), 2, id(1));
    await make("comment-on-order", text("first"), 3, id(0));
    await make("comment-on-order", text("second"), 2, id(3));
    const all = ["first", "second", "third", "fourth"];
    const texts = async (start: number, count: number) => {
      const seen = await view(start, count);
      expect(seen).toMatchObject({ total: 4, start });
      return seen.entries.map((entry) => entry.text);
    };
    expect(await texts(0, 10)).toEqual(all);
    expect(await texts(1, 2)).toEqual(all.slice(1, 3));
    expect(await texts(2, 0)).toEqual([]);
    expect(await texts(4, 10)).toEqual([]);
  });
});
