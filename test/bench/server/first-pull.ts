import { z } from "zod";

import type { Measurement } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";
import type { Api } from "@countersign/server/testing/api.ts";
import { checkpointSchema } from "@countersign/shared/contract/protocol.ts";

import type { Peer } from "./peer.ts";
import { percentile } from "./percentile.ts";

const pageSize = 1_000;

/** Checks only the page, as for PouchDB: on both sides, a document's content would be checked by its reader. */
const rowSchema = z.object({ document: z.unknown() });
const pageSchema = z.object({ rows: z.array(z.unknown()), checkpoint: checkpointSchema });

/** Reads and parses everything that the distributor may see, page by page over HTTP, without keeping it. */
async function* pulled(api: Api): AsyncGenerator<unknown[]> {
  for (const collection of ["orders", "history"] as const) {
    let position = "";
    for (let size = pageSize; size === pageSize;) {
      const path = `/v1/sync/pull?collection=${collection}&limit=${pageSize}${position}`;
      const { rows, checkpoint } = pageSchema.parse((await api.send("GET", path)).body);
      yield rows;
      const { epoch, sequence, documentId } = checkpoint;
      position = `&${new URLSearchParams({ epoch, sequence: String(sequence), documentId }).toString()}`;
      size = rows.length;
    }
  }
}

const repetitions = 3;

/** How many per second; the median of some readings, because PostgreSQL cleans up at arbitrary times. */
const rateOf = async (read: () => Promise<number>): Promise<number> => {
  const rates: number[] = [];
  while (rates.length < repetitions) {
    const startedAt = performance.now();
    const count = await read();
    rates.push(count / ((performance.now() - startedAt) / 1_000));
  }
  return percentile(rates, 0.5);
};

/**
 * A new device's first pull of everything the distributor may see, compared with PouchDB's changes feed of the same
 * documents. Both sides send pages of JSON over loopback HTTP, which are read and parsed but not stored.
 */
export async function* firstPull(api: Api, peer: Peer): AsyncGenerator<Measurement> {
  // The peer gets the documents of a first reading, which warms up both sides.
  let copied = 0;
  for await (const rows of pulled(api)) {
    const documents = rows.map((row, index) => ({ _id: `doc-${copied + index}`, ...rowSchema.parse(row) }));
    await peer.insert(documents);
    copied += rows.length;
  }
  const ours = await rateOf(async () => {
    let total = 0;
    for await (const rows of pulled(api)) total += rows.length;
    return total;
  });
  const theirs = await rateOf(async () => {
    let total = 0;
    for (let since: unknown = 0; ;) {
      const { count, last } = await peer.pull(since, pageSize);
      total += count;
      if (count < pageSize) return total;
      since = last;
    }
  });
  yield moreIsBetter({
    name: "server.first-pull",
    ours,
    peer: theirs,
    peerName: `PouchDB, ${copied} docs`,
    unit: "docs/s",
  });
}
