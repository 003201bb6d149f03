import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ada, ben, minute, orderNumbered } from "#main/testing/orders.ts";
import type { Workbench } from "#main/testing/workbench.ts";
import { openWorkbench } from "#main/testing/workbench.ts";
import { generatorsOf } from "#test/support/generators.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { applyCommand } from "@countersign/shared/commands/apply.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import { historyEntryOf } from "@countersign/shared/commands/record.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import { stageIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { waitingSince, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";

import { historyView } from "./history.ts";
import { inboxCount, inboxView } from "./inbox.ts";

const at = instantSchema.parse(minute(600));

/** Two stages that both ask ada, so that an approval moves an order on and leaves it in her inbox. */
const twoStaged = (index: number): Order => {
  const order = orderNumbered(index);
  const [stage] = order.flow.stages;
  if (stage === undefined) throw new Error("The order has no stage");
  const second = { ...stage, id: stageIdSchema.parse("stage-2"), step: 2 };
  return { ...order, flow: { ...order.flow, stages: [stage, second] } };
};
const orders = [orderNumbered(1), twoStaged(2), orderNumbered(3), orderNumbered(4)];

const step = fc.record({
  what: fc.constantFrom(
    "approve",
    "approve",
    "reject",
    "reverse",
    "comment",
    "accept",
    "accept",
    "record",
    "refuse",
    "pull",
    "ben",
    "leave",
  ),
  order: fc.nat(orders.length - 1),
  pick: fc.nat(5),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** The server as a device sees it: its orders, changed by accepted commands. */
class Server {
  readonly orders = new Map<string, Order>(orders.map((order) => [order.id, order]));

  accept(command: Command, person = ada): Order | undefined {
    const intent = readCommand(command);
    const order = intent.ok ? this.orders.get(intent.value.payload.orderId) : undefined;
    if (!intent.ok || order === undefined) return undefined;
    const parsed = { command, intent: intent.value };
    const applied = applyCommand(order, parsed, { person: referenceTo(person), receivedAt: at });
    if (!applied.ok) return undefined;
    this.orders.set(order.id, applied.value);
    return applied.value;
  }
}

const commandsIn = async ({ store }: Workbench): Promise<Command[]> =>
  (await store.collections.commands.find({ sort: [{ deviceSeq: "asc" }] }).exec()).map(({ content }) =>
    commandSchema.parse(content),
  );

const judge = async ({ store }: Workbench, command: Command, verdict: Command["verdict"]): Promise<void> => {
  const judged = store.stored("commands", { ...command, verdict });
  await (await store.collections.commands.findOne(command.id).exec(true)).incrementalPatch(judged);
};

const record = async ({ store }: Workbench, order: Order, command: Command): Promise<void> => {
  const intent = readCommand(command);
  const entry = intent.ok ? historyEntryOf(order, intent.value, command, { person: referenceTo(ada) }) : undefined;
  if (entry !== undefined)
    await store.collections.history.upsert(store.stored("history", { ...entry, receivedAt: at }));
};

const decide = (bench: Workbench, { what, order, pick }: Step, mine: readonly Command[]) => {
  const orderId = orders[order]!.id;
  const stageId = pick % 2 === 0 ? "stage-1" : "stage-2";
  switch (what) {
    case "approve":
      return bench.outbox.make("approve-order", { orderId, stageId });
    case "reject":
      return bench.outbox.make("reject-order", { orderId, stageId, reason: "Too dear" });
    case "comment":
      return bench.outbox.make("comment-on-order", { orderId, text: "Until Friday" });
    default:
      return bench.outbox.make("reverse-decision", { orderId, decisionId: mine[pick % mine.length]?.id ?? "none" });
  }
};

const take = async (bench: Workbench, server: Server, one: Step): Promise<void> => {
  const mine = await commandsIn(bench);
  const waiting = mine.find(({ verdict }) => verdict.state === "waiting");
  const order = server.orders.get(orders[one.order]!.id)!;
  switch (one.what) {
    case "accept": {
      if (waiting === undefined) return;
      const next = server.accept(waiting);
      if (next === undefined)
        return judge(bench, waiting, { state: "refused", at, code: "already-decided", args: { person: "ben" } });
      await judge(bench, waiting, { state: "accepted", at, revision: next.revision });
      return;
    }
    case "record": {
      const accepted = mine.filter(({ verdict }) => verdict.state === "accepted");
      const command = accepted[one.pick % accepted.length];
      const about = [...server.orders.values()].find(({ id }) => id === command?.payload["orderId"]);
      if (command !== undefined && about !== undefined) await record(bench, about, command);
      return;
    }
    case "refuse":
      if (waiting !== undefined) await judge(bench, waiting, { state: "refused", at, code: "order-unknown", args: {} });
      return;
    case "pull":
      return bench.pull([order]);
    case "ben": {
      const payload = { orderId: order.id, stageId: "stage-1" };
      const id = `0198f7a0-0000-7000-8000-00000000000${one.pick}`;
      const deviceId = "device-of-ben";
      server.accept(
        commandSchema.parse({
          id,
          type: "approve-order",
          payload,
          actorId: ben.id,
          deviceId,
          deviceSeq: 1,
          madeAt: at,
          basedOn: 1,
          protocol: newestProtocol,
          verdict: { state: "waiting" },
        }),
        ben,
      );
      return bench.pull([server.orders.get(order.id)!]);
    }
    case "leave":
      await bench.store.collections.orders.find({ selector: { id: order.id } }).remove();
      return;
    default:
      await decide(bench, one, mine);
  }
};

/** The same, computed from scratch: every order, every command. */
const naively = async (bench: Workbench) => {
  const commands = await commandsIn(bench);
  const pulled = (await bench.store.collections.orders.find().exec()).map(({ content }) => orderSchema.parse(content));
  return pulled.map((order) =>
    commands.reduce<Order>((current, command) => {
      const { verdict } = command;
      const intent = readCommand(command);
      if (!intent.ok || intent.value.payload.orderId !== order.id || verdict.state === "refused") return current;
      if (verdict.state === "accepted" && verdict.revision <= order.revision) return current;
      const received = verdict.state === "accepted" ? { receivedAt: verdict.at } : {};
      const next = applyCommand(current, { command, intent: intent.value }, { person: referenceTo(ada), ...received });
      return next.ok ? next.value : current;
    }, order),
  );
};

/** What is seen, and what should be seen. */
const compared = async (bench: Workbench) => {
  const expected = await naively(bench);
  const waiting = expected
    .filter((order) => waitsFor(order, ada.id))
    .map((order) => ({ id: order.id, key: `${waitingSince(order)} ${order.id}` }))
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ id }) => id);
  const recorded: ReadonlySet<string> = new Set(
    (await bench.store.collections.history.find().exec()).map(({ id }) => id),
  );
  const decisions = expected
    .flatMap(({ flow }) => flow.decisions)
    .filter(
      ({ id, person, receivedAt }) => person.personId === ada.id && (receivedAt === undefined || recorded.has(id)),
    );

  const inbox = await inboxView(bench.store, bench.overlaid, ada.id, { start: 1, count: 2 });
  const history = await historyView(bench.store, bench.overlaid, { start: 0, count: 50, search: "", filter: "all" });
  const listed = history.rows.map(({ id }) => id);
  return {
    seen: {
      orders: await Promise.all(expected.map(async ({ id }) => (await bench.overlaid.order(id))?.order)),
      inbox: { total: inbox.total, ids: inbox.rows.map(({ orderId }) => orderId) },
      count: await inboxCount(bench.store, bench.overlaid),
      lines: new Set(listed).size,
      missing: decisions.filter(({ id }) => !listed.includes(id)),
    },
    expected: {
      orders: expected,
      inbox: { total: waiting.length, ids: waiting.slice(1, 3) },
      count: waiting.length,
      lines: listed.length,
      missing: [],
    },
  };
};

/** A walk of about six steps; each step is a case, and everything is compared after it. */
const walks = Math.ceil(generatorsOf(process.env).cases / 6);

/** The ids of each read of the stored orders from now on. */
const readsOf = ({ store }: Workbench): string[][] => {
  const reads: string[][] = [];
  const { internalStorageInstance: instance } = store.collections.orders;
  const find = instance.findDocumentsById.bind(instance);
  instance.findDocumentsById = (ids, withDeleted) => {
    reads.push(ids);
    return find(ids, withDeleted);
  };
  return reads;
};

describe("what one's own commands change, kept by order", () => {
  it("D09 always equals the result of computing everything from scratch", { timeout: walks * 5_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.boolean(), async (steps, isRestarted) => {
        const server = new Server();
        let bench = await openWorkbench(ada);
        try {
          await bench.pull(orders);
          for (const one of steps) {
            await take(bench, server, one);
            const { seen, expected } = await compared(bench);
            expect(seen).toEqual(expected);
          }
          if (isRestarted) bench = await bench.restart();
          const { seen, expected } = await compared(bench);
          expect(seen).toEqual(expected);
        } finally {
          await bench.close();
        }
      }),
      { numRuns: walks },
    );
  });

  it("reads again only the orders that a write is about", async () => {
    const bench = await openWorkbench(ada);
    await bench.pull(orders);
    for (const { id } of orders) await bench.outbox.make("comment-on-order", { orderId: id, text: "Until Friday" });
    await bench.overlaid.ownChanges();
    const read = readsOf(bench);
    await bench.outbox.make("approve-order", { orderId: orders[2]!.id, stageId: "stage-1" });
    await Promise.all([
      inboxView(bench.store, bench.overlaid, ada.id, { start: 0, count: 10 }),
      historyView(bench.store, bench.overlaid, { start: 0, count: 10, search: "", filter: "all" }),
      bench.overlaid.order(orders[0]!.id),
    ]);
    expect(read).toEqual([[orders[2]!.id]]);
    await bench.close();
  });

  it("keeps a decision on one order from waiting for all the others that are to be computed", async () => {
    let bench = await openWorkbench(ada);
    await bench.pull(orders);
    for (const { id } of orders) await bench.outbox.make("comment-on-order", { orderId: id, text: "Until Friday" });
    bench = await bench.restart();
    const read = readsOf(bench);
    await bench.outbox.make("approve-order", { orderId: orders[2]!.id, stageId: "stage-1" });
    expect(read).toEqual([[orders[2]!.id]]);
    await bench.close();
  });
});
