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

/** Reads a collection page by page over HTTP and parses it, without keeping it. @returns the documents. */
const pullCollection = async (api: Api, collection: "history" | "orders"): Promise<unknown[]> => {
  const documents: unknown[] = [];
  let position = "";
  for (;;) {
    const path = `/v1/sync/pull?collection=${collection}&limit=${pageSize}${position}`;
    const { rows, checkpoint } = pageSchema.parse((await api.send("GET", path)).body);
    for (const row of rows) if (!row.deleted) documents.push(row.document);
    if (rows.length < pageSize) return documents;
    const { epoch, sequence, documentId } = checkpoint;
    position = `&${new URLSearchParams({ epoch, sequence: String(sequence), documentId }).toString()}`;
  }
};

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
  const documents: unknown[] = [];
  const ours = await timed(async () => {
    for (const collection of ["orders", "history"] as const) documents.push(...(await pullCollection(api, collection)));
    return documents.length;
  });
  for (let at = 0; at < documents.length; at += pageSize)
    await peer.insert(
      documents.slice(at, at + pageSize).map((document, index) => ({ _id: `doc-${at + index}`, document })),
    );
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
    peerName: `PouchDB, ${documents.length} docs`,
    unit: "docs/s",
  });
}
