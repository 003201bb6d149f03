import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ada, minute, orderNumbered, commandNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";

const first = orderNumbered(1);
const second = orderNumbered(2);

const accepted = (revision: number) => ({ state: "accepted", at: minute(300), revision });
const refused = { state: "refused", at: minute(300), code: "already-decided", args: { person: "ben" } };

describe("the person's commands that still matter", () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await openWorkbench(ada);
  });
  afterEach(() => bench.close());

  /** A comment on the first order, made on this device as many minutes into the day as its number says. */
  const numbered = (deviceSeq: number, change: object = {}): Command =>
    commandNumbered(bench.store.deviceId, deviceSeq, {
      type: "comment-on-order",
      payload: { orderId: first.id, text: "Until Friday" },
      ...change,
    });
  /** Brings commands into the store, or new verdicts on them, as a pull does. */
  const store = async (...commands: readonly Command[]) => {
    const documents = commands.map((command) => bench.store.stored("commands", command));
    const { error } = await bench.store.collections.commands.bulkUpsert(documents);
    expect(error).toEqual([]);
  };
  const judged = (command: Command, verdict: object): Command => commandSchema.parse({ ...command, verdict });
  const aheadOf = (order = first) => bench.mine.aheadOn(order.id).map(({ command }) => command.id);
  const toldOf = (order = first) => bench.mine.unsettledOn(order.id).map(({ id }) => id);
  const counts = () => [bench.mine.waitingCount(), bench.mine.refusedCount()];

  it("come in the order in which this device numbered them, whatever its clock said", async () => {
    const [one, two, three] = [1, 2, 3].map((number) => numbered(number, { madeAt: minute(100 - number) }));
    await store(two!, three!, one!);
    expect(aheadOf()).toEqual([one!.id, two!.id, three!.id]);
  });

  it("come after those of the person's other device, which the server has judged before", async () => {
    const here = [numbered(1), numbered(2)];
    const there = [7, 8].map((number) => numbered(number, { deviceId: "another-device", verdict: accepted(number) }));
    await store(here[1]!, there[1]!, here[0]!, there[0]!);
    expect(aheadOf()).toEqual([...there, ...here].map(({ id }) => id));
  });

  it("are told of on the order's page, newest first, except those that were accepted", async () => {
    const [one, two, three, four] = [1, 2, 3, 4].map((number) => numbered(number));
    await store(judged(one!, refused), judged(two!, accepted(2)), three!, four!);
    expect(toldOf()).toEqual([four!.id, three!.id]);
    await store(judged(four!, refused));
    expect(toldOf()).toEqual([three!.id, four!.id]);
  });

  it("are counted until they are judged, and as long as they are refused", async () => {
    const command = numbered(1);
    const other = numbered(2, { payload: { orderId: second.id, text: "Until Friday" } });
    await store(command, other);
    expect(counts()).toEqual([2, 0]);
    await store(judged(command, refused));
    expect(counts()).toEqual([1, 1]);
    await store(judged(other, accepted(2)));
    expect(counts()).toEqual([0, 1]);
    bench = await bench.restart();
    expect(counts()).toEqual([0, 1]);
    await store(judged(command, accepted(3)));
    expect(counts()).toEqual([0, 0]);
  });

  it("are no longer ahead of the order once they are refused", async () => {
    const command = numbered(1);
    await store(command);
    expect([bench.mine.isAheadOf(first.id), bench.mine.orderIds()]).toEqual([true, [first.id]]);
    await store(judged(command, refused));
    expect([bench.mine.isAheadOf(first.id), bench.mine.orderIds(), aheadOf()]).toEqual([false, [], []]);
    expect(bench.mine.orderOf(command.id)).toBe(first.id);
  });

  it("leave the others of their order ahead of it when they are refused", async () => {
    const [one, two] = [numbered(1), numbered(2)];
    await store(one, two);
    await store(judged(one, refused));
    expect([bench.mine.isAheadOf(first.id), aheadOf()]).toEqual([true, [two.id]]);
  });

  it("do not include a refused one after the person has made another on the same order", async () => {
    await store(judged(numbered(1), refused));
    const other = judged(numbered(2, { payload: { orderId: second.id, text: "Until Friday" } }), refused);
    await store(other);
    const again = numbered(3);
    await store(again);
    expect([toldOf(first), toldOf(second)]).toEqual([[again.id], [other.id]]);
    bench = await bench.restart();
    expect([toldOf(first), toldOf(second)]).toEqual([[again.id], [other.id]]);
  });

  it("include a refused one that was made after those that were accepted", async () => {
    const [one, two] = [numbered(1), numbered(2)];
    await store(one, judged(two, refused));
    await store(judged(one, accepted(2)));
    expect(toldOf()).toEqual([two.id]);
    bench = await bench.restart();
    expect(toldOf()).toEqual([two.id]);
  });

  it("are forgotten once the pulled order has their effect", async () => {
    const command = numbered(1, { verdict: accepted(2) });
    const waiting = numbered(2);
    await store(command, waiting);
    bench.mine.settle(bench.mine.aheadOn(first.id).slice(0, 1));
    expect([aheadOf(), bench.mine.orderOf(command.id)]).toEqual([[waiting.id], undefined]);
    bench.mine.settle(bench.mine.aheadOn(first.id));
    expect([aheadOf(), bench.mine.isAheadOf(first.id), bench.mine.orderIds()]).toEqual([[], false, []]);
  });

  it("are counted even if only a newer version knows what they ask for", async () => {
    const command = numbered(1, { type: "send-a-telex", payload: { orderId: first.id } });
    await store(command);
    expect(counts()).toEqual([1, 0]);
    expect([bench.mine.orderOf(command.id), aheadOf(), toldOf()]).toEqual([undefined, [], []]);
    await store(judged(command, refused));
    expect(counts()).toEqual([0, 1]);
  });

  it("are known by their order from the moment that they are being kept", async () => {
    const command = numbered(1);
    const intent = readCommand(command);
    if (!intent.ok) throw new Error(intent.error.code);
    const kept = bench.mine.keep({ command, intent: intent.value });
    expect(bench.mine.orderOf(command.id)).toBe(first.id);
    await kept;
    expect([aheadOf(), counts()]).toEqual([[command.id], [1, 0]]);
  });

  it("do not include one that could not be kept", async () => {
    const command = numbered(1);
    const intent = readCommand(command);
    if (!intent.ok) throw new Error(intent.error.code);
    const full = new Error("The disk is full");
    bench.store.collections.commands.insert = () => Promise.reject(full);
    await expect(bench.mine.keep({ command, intent: intent.value })).rejects.toBe(full);
    expect([bench.mine.orderOf(command.id), aheadOf(), counts()]).toEqual([undefined, [], [0, 0]]);
  });

  it("are no longer followed after closing", async () => {
    bench.mine.close();
    await store(numbered(1));
    expect([aheadOf(), counts()]).toEqual([[], [0, 0]]);
  });

  it("are searched at the start among the newest 200 of each verdict, and all that wait", async () => {
    // A clock that was put back: the ids say another order than the times.
    const idOf = (number: number) => `0198f7a0-0000-7000-8000-${String(9_999 - number).padStart(12, "0")}`;
    const aboutOwnOrder = (number: number, verdict: object) => {
      const payload = { orderId: orderNumbered(number).id, text: "Until Friday" };
      return numbered(number, { id: idOf(number), verdict, payload });
    };
    const numbers = (from: number, length = 201) => Array.from({ length }, (_, index) => from + index);
    await store(
      ...numbers(1).map((number) => aboutOwnOrder(number, { state: "waiting" })),
      ...numbers(1000, 202).map((number) => aboutOwnOrder(number, accepted(2))),
      ...numbers(2001).map((number) => aboutOwnOrder(number, refused)),
    );
    bench = await bench.restart();
    const isAhead = (number: number) => bench.mine.isAheadOf(orderNumbered(number).id);
    expect([1, 201, 1001, 1002, 1201, 2201].map(isAhead)).toEqual([true, true, false, true, true, false]);
    expect([2001, 2002, 2201].map((number) => toldOf(orderNumbered(number)).length)).toEqual([0, 1, 1]);
    expect(counts()).toEqual([201, 201]);
  });
});
