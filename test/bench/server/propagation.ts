import { setTimeout as pause } from "node:timers/promises";

import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";
import { pullAnswerSchema } from "#shared/contract/protocol.ts";
import type { Api } from "#test/support/api.ts";

import { Device, placeOrder } from "./desk.ts";
import type { Peer } from "./peer.ts";
import { percentile } from "./percentile.ts";
import type { RawDesk } from "./raw-postgres.ts";
import { openStream } from "./stream.ts";

const rounds = 100;

/** The end of the log, so that each round pulls what is new. */
const endOfLog = async (api: Api): Promise<string> => {
  let position = "";
  for (;;) {
    const path = `/v1/sync/pull?collection=orders&limit=5000${position}`;
    const { rows, checkpoint } = pullAnswerSchema.parse((await api.send("GET", path)).body);
    const { epoch, sequence, documentId } = checkpoint;
    position = `&${new URLSearchParams({ epoch, sequence: String(sequence), documentId }).toString()}`;
    if (rows.length < 5_000) return position;
  }
};

/** From the answer to a decision until another client has the changed document. */
const oursOnce = async (api: Api, device: Device, next: () => Promise<number>, position: string): Promise<number> => {
  const { id } = await placeOrder(api);
  await next();
  // Changes that follow each other closely are told together: this one comes by itself.
  await pause(100);
  const heard = next();
  await device.push([device.approve(id)]);
  const committedAt = performance.now();
  await heard;
  await api.send("GET", `/v1/sync/pull?collection=orders&limit=100${position}`);
  return performance.now() - committedAt;
};

/**
 * How long a change takes from its commit to the other client, with a live stream on both sides. PouchDB's document is as
 * large as an order.
 */
export async function* propagation(api: Api, peer: Peer, raw: RawDesk): AsyncGenerator<Measurement> {
  const stream = await openStream(api.server, api.token);
  const device = new Device(api);
  const ours: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    ours.push(await oursOnce(api, device, () => stream.next(), await endOfLog(api)));
  stream.close();
  await raw.idle();

  const { body: document } = await api.send("GET", "/v1/sync/pull?collection=orders&limit=1");
  const theirs: number[] = [];
  let { last } = await peer.pull(0, 1_000_000);
  for (let round = 0; round < rounds; round += 1) {
    const heard = peer.nextChange(last);
    await peer.put(`propagated-${round}`, { round, document });
    const committedAt = performance.now();
    last = await heard;
    theirs.push(performance.now() - committedAt);
  }
  for (const [name, share] of Object.entries({ p50: 0.5, p95: 0.95 }))
    yield lessIsBetter({
      name: `server.propagation-${name}`,
      ours: percentile(ours, share),
      peer: percentile(theirs, share),
      peerName: "PouchDB",
      unit: "ms",
    });
}
