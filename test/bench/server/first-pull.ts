import { z } from "zod";

import type { Measurement } from "#test/bench/measurement.ts";
import { moreIsBetter } from "#test/bench/measurement.ts";
import type { Api } from "#test/support/api.ts";
import { checkpointSchema } from "#shared/contract/protocol.ts";

import type { Peer } from "./peer.ts";

const pageSize = 1_000;

/** The page alone is checked, as it is for PouchDB: what a document holds is for its reader to check, on both sides. */
const pageSchema = z.object({
  rows: z.array(z.custom<{ readonly deleted: boolean; readonly document?: unknown }>()),
  checkpoint: checkpointSchema,
});

/** Reads everything that the distributor may see page by page over HTTP and parses it, without keeping it. */
async function* pulled(api: Api): AsyncGenerator<unknown[]> {
  for (const collection of ["orders", "history"] as const) {
    let position = "";
    for (let size = pageSize; size === pageSize;) {
      const path = `/v1/sync/pull?collection=${collection}&limit=${pageSize}${position}`;
      const { rows, checkpoint } = pageSchema.parse((await api.send("GET", path)).body);
      yield rows.flatMap(({ deleted, document }) => (deleted ? [] : [document]));
      const { epoch, sequence, documentId } = checkpoint;
      position = `&${new URLSearchParams({ epoch, sequence: String(sequence), documentId }).toString()}`;
      size = rows.length;
    }
  }
}

const timed = async (work: () => Promise<number>): Promise<number> => {
  const startedAt = performance.now();
  const count = await work();
  return count / ((performance.now() - startedAt) / 1_000);
};

/**
 * A new device's first pull of everything the distributor may see, beside PouchDB's changes feed with the same documents.
 * Both sides send pages of JSON over loopback HTTP that are read and parsed, and nothing is stored.
 */
export async function* firstPull(api: Api, peer: Peer): AsyncGenerator<Measurement> {
  // The peer gets what a first reading gives, which makes both sides warm.
  let copied = 0;
  for await (const documents of pulled(api)) {
    await peer.insert(documents.map((document, index) => ({ _id: `doc-${copied + index}`, document })));
    copied += documents.length;
  }
  const ours = await timed(async () => {
    let total = 0;
    for await (const documents of pulled(api)) total += documents.length;
    return total;
  });
  const theirs = await timed(async () => {
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
