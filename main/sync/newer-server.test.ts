import { setTimeout as pause } from "node:timers/promises";
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";

import { opened } from "#main/store/documents.ts";
import type { Store } from "#main/store/store.ts";
import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";

import type { Sync } from "./sync.ts";
import { openSync } from "./testing/open-sync.ts";
import { ServerDouble } from "./testing/server-double.ts";

const order = orderNumbered(1);
/** What a newer server may send, and this version does not know. */
const unknownField = { carbonGrams: 4_200 };
const { number: _number, ...withoutNumber } = order;
const newer = { oldest: 1, newest: newestProtocol + 1 };

const waitingCommand = ({ deviceId }: Store): Command =>
  commandSchema.parse({
    id: v7(),
    type: "approve-order",
    payload: { orderId: order.id, stageId: "stage-1" },
    actorId: ada.id,
    deviceId,
    deviceSeq: 1,
    madeAt: minute(1),
    basedOn: 1,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
  });

const accepted = (command: Command): Command => ({
  ...command,
  verdict: { state: "accepted", at: order.placedAt, revision: 2 },
});

const statusOf = (sync: Sync) => [sync.status.state, sync.status.problem?.code];
const online = ["online", undefined];

const keep = (store: Store, command: Command) => store.collections.commands.insert(store.stored("commands", command));

const verdictOf = async ({ collections }: Store, { id }: Command) =>
  opened("commands", await collections.commands.findOne(id).exec(true)).verdict;

/** At delays of 250 ms, 500 ms, 1 s, 2 s, … there is time for five attempts. */
const fiveAttempts = 4_500;

describe("what a newer server sends", () => {
  it.each([
    ["an order with a field of its own", [{ ...order, ...unknownField }]],
    ["an order with a status of its own", [{ ...order, status: "dreamt" }]],
    ["an order of a longer number than this version allows", [{ ...order, number: "9".repeat(200) }]],
  ])("D03 is kept as it came: %s", async (_what, orders) => {
    const server = Object.assign(new ServerDouble(), { protocols: newer, documents: { orders } });
    await using bench = await openSync(server.fetch);
    const { store, sync } = bench;
    sync.start();
    await expect.poll(async () => (await store.device()).lastSyncAt).toBeDefined();
    expect(statusOf(sync)).toEqual(online);
    const [kept] = await store.collections.orders.find().exec();
    expect(kept?.content).toEqual(orders[0]);
  });

  it.each([
    [
      "a collection of its own",
      { firstEvent: { epoch: "one", sequence: 1, collections: [...collectionNames, "quotes"] } },
    ],
    [
      "a person with a field and a role of its own",
      { session: { person: { ...ada, ...unknownField, roles: ["seer"] }, epoch: "one" } },
    ],
    [
      "an event with a field of its own",
      { firstEvent: { epoch: "one", sequence: 1, collections: collectionNames, ...unknownField } },
    ],
  ])("D03 stops nothing: %s", async (_what, sent) => {
    const server = Object.assign(new ServerDouble(), { protocols: newer, documents: { orders: [order] } }, sent);
    await using bench = await openSync(server.fetch);
    bench.sync.start();
    await expect.poll(async () => (await bench.store.device()).lastSyncAt).toBeDefined();
    expect(await bench.store.collections.orders.count().exec()).toBe(1);
  });

  it("D03 leaves out an event of a name of its own, and takes the next", async () => {
    const server = new ServerDouble();
    await using bench = await openSync(server.fetch);
    bench.sync.start();
    await expect.poll(async () => (await bench.store.device()).lastSyncAt).toBeDefined();
    server.documents = { orders: [order] };
    server.tell({ from: "the future" }, "weather");
    server.tell({ epoch: "one", sequence: 2, collections: ["orders"] });
    await expect.poll(() => bench.store.collections.orders.count().exec()).toBe(1);
    expect(statusOf(bench.sync)).toEqual(online);
  });

  it("D09 keeps a decision with a verdict of a newer kind, and a refusal for a newer reason, as they came", async () => {
    const server = new ServerDouble();
    const deferred = { state: "deferred", until: "2030-01-01T00:00:00.000Z" };
    server.onPush = ({ commands }) => ({
      commands: commands.map((one) => ({ ...one, ...unknownField, verdict: deferred })),
    });
    await using bench = await openSync(server.fetch);
    const { store, sync } = bench;
    const command = waitingCommand(store);
    await keep(store, command);
    sync.start();
    await expect.poll(() => verdictOf(store, command)).toEqual({ newer: deferred });
    const kept = await store.collections.commands.findOne(command.id).exec(true);
    expect(kept.content).toEqual({ ...command, ...unknownField, verdict: deferred });
    expect(statusOf(sync)).toEqual(online);

    const refused = { state: "refused", at: order.placedAt, code: "moon-too-full", args: {} };
    server.documents = { commands: [{ ...command, verdict: refused }] };
    server.tell({ epoch: "one", sequence: 2, collections: ["commands"] });
    await expect.poll(() => verdictOf(store, command)).toEqual(refused);
  });
});

describe("what cannot be read", () => {
  it("D03 D09 is asked for no more often than from a failing server, with the reason, while the outbox is kept", async () => {
    const server = Object.assign(new ServerDouble(), { protocols: newer });
    server.documents = { orders: [withoutNumber], people: [ada] };
    await using bench = await openSync(server.fetch);
    const { store, sync } = bench;
    const tooOld = ["offline", "client-too-old"];
    const command = waitingCommand(store);
    await keep(store, command);
    sync.start();

    await expect.poll(() => statusOf(sync)).toEqual(tooOld);
    await pause(fiveAttempts);
    expect(server.timesAsked("/v1/sync/pull orders")).toBeGreaterThan(2);
    expect(server.timesAsked("/v1/sync/pull orders")).toBeLessThan(7);
    expect(server.timesAsked("/v1/session")).toBeLessThan(7);
    await expect.poll(() => statusOf(sync)).toEqual(tooOld);
    expect(await verdictOf(store, command)).toEqual({ state: "waiting" });

    server.documents = { orders: [order] };
    server.onPush = ({ commands }) => ({ commands: commands.map(accepted) });
    sync.retryNow();
    await expect.poll(async () => (await store.device()).lastSyncAt).toBeDefined();
    expect(statusOf(sync)).toEqual(online);
    expect(await store.collections.orders.findOne(order.id).exec()).not.toBeNull();
  }, 30_000);

  it("D09 keeps a decision whose answer cannot be read, and adds the verdict once it can", async () => {
    const server = new ServerDouble();
    server.onPush = ({ commands }) => ({ commands: commands.map(({ verdict: _verdict, ...rest }) => rest) });
    await using bench = await openSync(server.fetch);
    const { store, sync } = bench;
    const command = waitingCommand(store);
    await keep(store, command);
    sync.start();

    await expect.poll(() => statusOf(sync)).toEqual(["offline", "server-failed"]);
    await pause(fiveAttempts);
    expect(server.timesAsked("/v1/sync/push")).toBeLessThan(7);
    expect(await verdictOf(store, command)).toEqual({ state: "waiting" });

    server.onPush = ({ commands }) => ({ commands: commands.map(accepted) });
    sync.retryNow();
    await expect.poll(() => verdictOf(store, command)).toMatchObject({ state: "accepted" });
  }, 30_000);

  it("D03 is a fault of a server that is not newer than this version", async () => {
    const server = new ServerDouble();
    server.documents = { orders: [withoutNumber] };
    await using bench = await openSync(server.fetch);
    bench.sync.start();
    await expect.poll(() => statusOf(bench.sync)).toEqual(["offline", "server-failed"]);
  });
});
