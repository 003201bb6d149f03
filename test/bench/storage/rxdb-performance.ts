import type { RxStorage } from "rxdb";
import type { PerformanceTestConfig } from "rxdb/plugins/test-utils";
import { runPerformanceTests } from "rxdb/plugins/test-utils";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";

import { createStorage } from "#main/storage.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";

const settings: PerformanceTestConfig = { runs: 5, waitBetweenTests: 0, log: false };

/** What RxDB's own test counts instead of timing it. */
const isTiming = ([, value]: [string, string | number]): boolean => typeof value === "number";
const counted = new Set(["collectionsAmount", "docsAmount"]);

const timingsOf = async (storage: RxStorage<unknown, unknown>, title: string): Promise<ReadonlyMap<string, number>> => {
  const result = await runPerformanceTests(storage, title, settings);
  return new Map(
    Object.entries(result).filter((entry) => isTiming(entry) && !counted.has(entry[0])) as [string, number][],
  );
};

/** RxDB's own performance test: this storage, on the disk, beside RxDB's storage in memory, which keeps nothing. */
export async function* rxdbPerformance(): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const ours = await timingsOf(createStorage(folder.path), "node:sqlite");
  const memory = await timingsOf(getRxStorageMemory(), "memory");
  for (const [work, milliseconds] of ours)
    yield lessIsBetter({
      name: `storage.rxdb-${work}`,
      ours: milliseconds,
      peer: memory.get(work) ?? Number.NaN,
      peerName: "RxDB in memory",
      unit: "ms",
    });
}
