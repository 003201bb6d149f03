import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";
import type { Scale } from "#test/bench/scale.ts";
import type { Api } from "@countersign/server/testing/api.ts";

import { Device, placeOrder } from "./order-course.ts";
import type { Peer } from "./peer.ts";
import { percentile } from "./percentile.ts";
import type { RawDesk } from "./raw-postgres.ts";
import type { OpenStream } from "./stream.ts";
import { openStream } from "./stream.ts";

const fullRounds = 100;
/** As many rounds before warm up both sides. */
const fullFirstRounds = 30;

/** Checks only what is used, as for PouchDB. */
const eventSchema = z.looseObject({
  pages: z.array(z.looseObject({ rows: z.array(z.custom<{ readonly document?: { readonly id: string } }>()) })),
});

/** Whether the event contains the order. */
const brings = (data: string, id: string): boolean =>
  eventSchema.parse(JSON.parse(data)).pages.some(({ rows }) => rows.some(({ document }) => document?.id === id));

/** From the answer to a decision until another client has the changed document. */
const oursOnce = async (api: Api, device: Device, stream: OpenStream): Promise<number> => {
  const { id } = await placeOrder(api);
  await stream.next();
  // Changes in quick succession are announced together: the pause separates this one.
  await pause(100);
  const heard = stream.next();
  await device.push([device.approve(id)]);
  const committedAt = performance.now();
  const { data } = await heard;
  if (!brings(data, id)) throw new Error("the event does not contain the changed order");
  return performance.now() - committedAt;
};

/**
 * How long a change takes from its commit to another client, with a live stream on both sides. PouchDB's document has the
 * size of an order.
 */
export async function* propagation(
  api: Api,
  { peer, raw, scale }: { readonly peer: Peer; readonly raw: RawDesk; readonly scale: Scale },
): AsyncGenerator<Measurement> {
  const rounds = scale(fullRounds);
  const firstRounds = scale(fullFirstRounds);
  const stream = await openStream(api.server, api.token);
  const device = new Device(api);
  const ours: number[] = [];
  for (let round = -firstRounds; round < rounds; round += 1) {
    const millis = await oursOnce(api, device, stream);
    if (round >= 0) ours.push(millis);
  }
  stream.close();
  await raw.idle();

  const { body: document } = await api.send("GET", "/v1/sync/pull?collection=orders&limit=1");
  const theirs: number[] = [];
  let { last } = await peer.pull(0, 1_000_000);
  for (let round = -firstRounds; round < rounds; round += 1) {
    const heard = peer.nextChange(last);
    await peer.put(`propagated-${round}`, { round, document });
    const committedAt = performance.now();
    last = await heard;
    if (round >= 0) theirs.push(performance.now() - committedAt);
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
