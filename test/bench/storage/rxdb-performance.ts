import type { RxStorage } from "rxdb";
import type { PerformanceTestConfig } from "rxdb/plugins/test-utils";
import { runPerformanceTests } from "rxdb/plugins/test-utils";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";

import { createStorage } from "#main/storage.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";
import type { Scale } from "#test/bench/scale.ts";

/** RxDB's own numbers of documents. */
const full = { runs: 5, docsAmount: 3_000, serialDocsAmount: 50 };

const settingsFor = (scale: Scale): PerformanceTestConfig => ({
  runs: scale(full.runs),
  docsAmount: scale(full.docsAmount),
  serialDocsAmount: scale(full.serialDocsAmount),
  waitBetweenTests: 0,
  log: false,
});

/** RxDB's own test also counts things, which are not timings. */
const isTiming = ([, value]: [string, string | number]): boolean => typeof value === "number";
const counted = new Set(["collectionsAmount", "docsAmount"]);

const timingsOf = async (
  storage: RxStorage<unknown, unknown>,
  title: string,
  scale: Scale,
): Promise<ReadonlyMap<string, number>> => {
  const result = await runPerformanceTests(storage, title, settingsFor(scale));
  return new Map(
    Object.entries(result).filter((entry) => isTiming(entry) && !counted.has(entry[0])) as [string, number][],
  );
};

/** RxDB's own performance test: this storage, on disk, compared with RxDB's in memory, which keeps nothing. */
export async function* rxdbPerformance(scale: Scale): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const ours = await timingsOf(createStorage(folder.path), "node:sqlite", scale);
  const memory = await timingsOf(getRxStorageMemory(), "memory", scale);
  for (const [work, milliseconds] of ours)
    yield lessIsBetter({
      name: `storage.rxdb-${work}`,
      ours: milliseconds,
      peer: memory.get(work) ?? Number.NaN,
      peerName: "RxDB in memory",
      unit: "ms",
    });
}
