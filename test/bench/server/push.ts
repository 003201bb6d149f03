import type { Measurement } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";
import type { Scale } from "#test/bench/scale.ts";
import type { Api } from "@countersign/server/testing/api.ts";

import { Device, placeOrder } from "./order-course.ts";
import type { Peer } from "./peer.ts";
import { startLoopbackServer } from "./loopback-server.ts";
import type { RawDesk } from "./raw-postgres.ts";

const single = 300;
/** As many before warm up all sides. */
const firstOnes = 100;
const batchSize = 50;
const fullBatches = 8;

interface Surroundings {
  readonly peer: Peer;
  readonly raw: RawDesk;
  readonly databaseUrl: string;
  readonly scale: Scale;
}

const perSecond = async (count: number, work: () => Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return count / ((performance.now() - startedAt) / 1_000);
};

/** One after the other; the first are not measured, and what follows from them is finished before the others. */
const oneByOne = async (
  { raw, scale }: Pick<Surroundings, "raw" | "scale">,
  decide: (index: number) => Promise<void>,
): Promise<number> => {
  const first = scale(firstOnes);
  const measured = scale(single);
  for (let index = 0; index < first; index += 1) await decide(index);
  await raw.idle();
  return perSecond(measured, async () => {
    for (let index = first; index < first + measured; index += 1) await decide(index);
  });
};

/** Does `work` while the statements by hand are available over HTTP. */
const overHttp = async (databaseUrl: string, work: (url: string) => Promise<number>): Promise<number> => {
  await using server = await startLoopbackServer("raw-server.ts", databaseUrl);
  return await work(server.url);
};

/** How many people hear of each of these decisions. */
const audienceSize = 4;

/**
 * Decisions of one device, one per request and fifty per request. PouchDB writes a document of the same size, without
 * judging anything; the raw loop runs a decision's statements over one connection, with as many commits as the server, and
 * again behind bare HTTP, which is the least that a request with these statements costs.
 * Nothing is measured while the server still works on earlier decisions.
 */
export async function* push(api: Api, surroundings: Surroundings): AsyncGenerator<Measurement> {
  const { peer, raw, databaseUrl, scale } = surroundings;
  const orders: string[] = [];
  const alone = scale(firstOnes) + scale(single);
  const batches = scale(fullBatches);
  while (orders.length < alone + batchSize * batches) orders.push((await placeOrder(api)).id);
  const order = (index: number): string => orders[index] ?? "";
  const device = new Device(api);
  const people = Array.from({ length: audienceSize }, (_, index) => `person-${index}`);
  const rawOrders = await raw.orders();
  const rawOrder = (index: number): string => rawOrders[index % rawOrders.length] ?? "";

  await raw.idle();
  const ours = await oneByOne(surroundings, (index) => device.push([device.approve(order(index))]));
  await raw.idle();
  const theirs = await oneByOne(surroundings, (index) => peer.put(`single-${index}`, device.approve(order(index))));
  const byHand = await oneByOne(surroundings, (index) => raw.decide([rawOrder(index)], people));
  const byHandOverHttp = await overHttp(databaseUrl, (url) =>
    oneByOne(surroundings, async (index) => {
      const command = device.approve(rawOrder(index));
      const body = JSON.stringify({ orderId: rawOrder(index), people, command });
      const answer = await fetch(url, { method: "POST", body });
      await answer.json();
    }),
  );
  const peers = { PouchDB: theirs, "PostgreSQL by hand": byHand, "by hand behind HTTP": byHandOverHttp };
  for (const [peerName, figure] of Object.entries(peers))
    yield moreIsBetter({ name: "server.push", ours, peer: figure, peerName, unit: "decisions/s" });

  // A new device starts its own numbers: what was sent to the peer above used none of ours.
  const fresh = new Device(api);
  const groups = Array.from({ length: batches }, (_, index) =>
    orders.slice(alone + index * batchSize, alone + (index + 1) * batchSize),
  );
  const oursInBatches = await perSecond(batches * batchSize, async () => {
    for (const group of groups) await fresh.push(group.map((id) => fresh.approve(id)));
  });
  await raw.idle();
  const theirsInBatches = await perSecond(batches * batchSize, async () => {
    for (const group of groups) await peer.insert(group.map((id) => ({ _id: `batch-${id}`, id })));
  });
  const byHandInBatches = await perSecond(batches * batchSize, async () => {
    for (const [at, group] of groups.entries())
      await raw.decide(
        group.map((_, index) => rawOrder(at * batchSize + index)),
        people,
      );
  });
  const name = "server.push-batches";
  yield moreIsBetter({ name, ours: oursInBatches, peer: theirsInBatches, peerName: "PouchDB", unit: "decisions/s" });
  yield moreIsBetter({
    name,
    ours: oursInBatches,
    peer: byHandInBatches,
    peerName: "PostgreSQL by hand",
    unit: "decisions/s",
  });
}
