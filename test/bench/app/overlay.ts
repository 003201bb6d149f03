import { v7 } from "uuid";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { createStorage, damagedFilesIn } from "#main/storage.ts";
import { Store } from "#main/store/store.ts";
import { ServerClient } from "#main/sync/server-client.ts";
import { SessionTokens } from "#main/sync/session.ts";
import { Workspace } from "#main/workspace.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { stageToDecide, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";
import { networkOf, readerOf } from "#test/bench/storage/orders.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import { benchKeys } from "./bench-keys.ts";
import { inboxByHand } from "./inbox-by-hand.ts";

const goalMilliseconds = 10;
/** How many decisions are waiting to be sent. */
const sizes = { few: 500, usual: 1_000, many: 2_000 };
const rounds = 15;
const window = { start: 0, count: 50 };

const ids = { next: () => v7() };
const clock = { now: () => instantFromDate(new Date()) };

/** Orders that wait for the person: the demo's, repeated as often as needed with different ids. */
const waitingOrders = (count: number): { readonly person: Person; readonly orders: Order[] } => {
  const network = networkOf(2_000);
  const person = readerOf(network);
  const asked = [...network.orders()].map(({ order }) => order).filter((order) => waitsFor(order, person.id));
  const orders = Array.from({ length: count }, (_, index) => {
    const order = asked[index % asked.length]!;
    return { ...order, id: `${order.id}-${index}` as Order["id"] };
  });
  return { person, orders };
};

const approvalOf = (order: Order, person: Person, deviceId: string, deviceSeq: number): Command =>
  commandSchema.parse({
    id: ids.next(),
    type: "approve-order",
    payload: { orderId: order.id, stageId: stageToDecide(order, person.id)!.id },
    actorId: person.id,
    deviceId,
    deviceSeq,
    madeAt: clock.now(),
    basedOn: order.revision,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
  });

const openOffline = (directory: string, person: Person): Promise<Workspace> => {
  const client = new ServerClient("http://nowhere.example", () => Promise.reject(new Error("there is no network")));
  const secrets = memorySecrets();
  return Workspace.open({
    person,
    file: "bench",
    storage: createStorage(directory, benchKeys),
    damagedFiles: damagedFilesIn(directory, clock, benchKeys),
    secrets,
    client,
    tokens: new SessionTokens(client, secrets, { email: person.email, signsInBy: "address" }),
    clock,
    ids,
    random: () => Math.random(),
  });
};

/** A device with `waiting` unsent decisions, and as many orders left to decide. */
const deviceWith = async (directory: string, waiting: number) => {
  const { person, orders } = waitingOrders(waiting * 2);
  const store = await Store.open({
    name: "bench",
    storage: createStorage(directory, benchKeys),
    ids,
    personId: person.id,
  });
  await store.collections.orders.bulkInsert(orders.map((order) => store.stored("orders", order)));
  const commands = orders.slice(0, waiting).map((order, index) => approvalOf(order, person, store.deviceId, index + 1));
  await store.collections.commands.bulkInsert(commands.map((command) => store.stored("commands", command)));
  await store.close();
  return { person, orders, commands };
};

interface Times {
  readonly ours: number;
  readonly byHand: number;
}

const median = (times: readonly number[]): number =>
  times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;

/** The time to compute everything that a window may show after one more decision. */
const overlayTimes = async (waiting: number): Promise<Times> => {
  await using folder = await temporaryFolder();
  const { person, orders, commands } = await deviceWith(folder.path, waiting);
  const workspace = await openOffline(folder.path, person);
  const showAll = (orderId: Order["id"]) =>
    Promise.all([
      workspace.view("status", {}),
      workspace.view("inbox", window),
      workspace.view("order", { orderId }),
      workspace.view("outbox", window),
      workspace.view("history", { ...window, search: "", filter: "all" }),
    ]);
  const ours: number[] = [];
  const byHand: number[] = [];
  for (const order of orders.slice(waiting, waiting + rounds)) {
    const command = approvalOf(order, person, "by-hand", commands.length + 1);
    const made = await workspace.decide("approve-order", command.payload);
    if (!made.ok) throw new Error(made.error.code);
    commands.push(command);
    let startedAt = performance.now();
    const [{ waitingToSend }, { total }] = await showAll(order.id);
    ours.push(performance.now() - startedAt);
    startedAt = performance.now();
    const naive = inboxByHand(orders, commands, person, window);
    byHand.push(performance.now() - startedAt);
    if (waitingToSend !== commands.length || total !== naive.total) throw new Error("the two disagree");
  }
  await workspace.close();
  // The first round is a warm-up.
  return { ours: median(ours.slice(1)), byHand: median(byHand.slice(1)) };
};

/** All views of a window after one change, with many decisions waiting; compared with computing the inbox from scratch. */
export async function* overlay(scale: (full: number) => number): AsyncGenerator<Measurement> {
  const few = await overlayTimes(scale(sizes.few));
  const usual = await overlayTimes(scale(sizes.usual));
  const many = await overlayTimes(scale(sizes.many));
  const name = "app.overlay";
  const beside = { peerName: "naive recomputation", unit: "ms" };
  yield lessIsBetter({ name, ours: usual.ours, peer: goalMilliseconds, peerName: "goal", unit: "ms" });
  yield lessIsBetter({ ...beside, name: `${name}-${sizes.few}`, ours: few.ours, peer: few.byHand });
  yield lessIsBetter({ ...beside, name: `${name}-${sizes.usual}`, ours: usual.ours, peer: usual.byHand });
  yield lessIsBetter({ ...beside, name: `${name}-${sizes.many}`, ours: many.ours, peer: many.byHand });
  yield lessIsBetter({
    name: `${name}-growth`,
    ours: many.ours / few.ours,
    peer: sizes.many / sizes.few,
    peerName: "linear",
    unit: "times",
  });
}
