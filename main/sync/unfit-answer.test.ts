import { setTimeout as pause } from "node:timers/promises";
import { v7 } from "uuid";
import { expect, it } from "vitest";

import type { Store } from "#main/store/store.ts";
import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";

import type { Sync } from "./sync.ts";
import { openSync } from "./testing/open-sync.ts";
import { ServerDouble } from "./testing/server-double.ts";

const order = orderNumbered(1);
/** What a newer server may send, and a client that reads strictly does not know. */
const unknownField = { carbonGrams: 4_200 };

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
    verdict: { state: "waiting" },
  });

const accepted = (command: Command): Command => ({
  ...command,
  verdict: { state: "accepted", at: order.placedAt, revision: 2 },
});

const statusOf = (sync: Sync) => [sync.status.state, sync.status.problem?.code];
const tooOld = ["offline", "client-too-old"];

/** At delays of 250 ms, 500 ms, 1 s, 2 s, … there is time for five attempts. */
const fiveAttempts = 4_500;

it("D03 D09 pulls a document that does not fit no more often than a server that fails, says why, and goes on when it fits", async () => {
  const server = new ServerDouble();
  server.documents = { orders: [{ ...order, ...unknownField }], people: [ada] };
  await using bench = await openSync(server.fetch);
  const { store, sync } = bench;
  const command = waitingCommand(store);
  await store.collections.commands.insert(command);
  sync.start();

  await expect.poll(() => statusOf(sync)).toEqual(tooOld);
  await pause(fiveAttempts);
  expect(server.timesAsked("/v1/sync/pull orders")).toBeGreaterThan(2);
  expect(server.timesAsked("/v1/sync/pull orders")).toBeLessThan(7);
  expect(server.timesAsked("/v1/session")).toBeLessThan(7);
  await expect.poll(() => statusOf(sync)).toEqual(tooOld);
  expect((await store.collections.commands.findOne(command.id).exec(true)).verdict.state).toBe("waiting");

  server.documents = { orders: [order] };
  server.onPush = ({ commands }) => ({ commands: commands.map(accepted) });
  sync.retryNow();
  await expect.poll(async () => (await store.device()).lastSyncAt).toBeDefined();
  expect(statusOf(sync)).toEqual(["online", undefined]);
  expect(await store.collections.orders.findOne(order.id).exec()).not.toBeNull();
}, 30_000);

it("D09 keeps a decision whose verdict does not fit, and puts in the verdict when it does", async () => {
  const server = new ServerDouble();
  server.onPush = ({ commands }) => ({
    commands: commands.map((command) => ({ ...accepted(command), ...unknownField })),
  });
  await using bench = await openSync(server.fetch);
  const { store, sync } = bench;
  const command = waitingCommand(store);
  await store.collections.commands.insert(command);
  const verdict = async () => (await store.collections.commands.findOne(command.id).exec(true)).verdict.state;
  sync.start();

  await expect.poll(() => statusOf(sync)).toEqual(tooOld);
  await pause(fiveAttempts);
  expect(server.timesAsked("/v1/sync/push")).toBeLessThan(7);
  expect(await verdict()).toBe("waiting");

  server.onPush = ({ commands }) => ({ commands: commands.map(accepted) });
  sync.retryNow();
  await expect.poll(verdict).toBe("accepted");
}, 30_000);

it.each([
  [
    "a stream that names a collection of its own",
    { firstEvent: { epoch: "one", sequence: 1, collections: [...collectionNames, "quotes"] } },
  ],
  ["a session of a person with a field of its own", { session: { person: { ...ada, ...unknownField }, epoch: "one" } }],
  ["a document with a status of its own", { documents: { orders: [{ ...order, status: "dreamt" }] } }],
])("tells that the client is too old for %s", async (_what, newer) => {
  const server = Object.assign(new ServerDouble(), newer);
  await using bench = await openSync(server.fetch);
  bench.sync.start();
  await expect.poll(() => statusOf(bench.sync)).toEqual(tooOld);
});

it("tells of a document that lacks something as of a server that fails: a newer client would not read it either", async () => {
  const server = new ServerDouble();
  const { number: _number, ...rest } = order;
  server.documents = { orders: [rest] };
  await using bench = await openSync(server.fetch);
  bench.sync.start();
  await expect.poll(() => statusOf(bench.sync)).toEqual(["offline", "server-failed"]);
});
