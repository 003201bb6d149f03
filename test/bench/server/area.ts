import { createLog } from "@countersign/server/foundation/log/log.ts";
import { startCluster } from "@countersign/server/foundation/postgres/cluster.ts";
import type { BenchCase, Measurement } from "#test/bench/measurement.ts";
import { Api } from "@countersign/server/testing/api.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { makeDataFolder } from "@countersign/server/testing/prepared-data.ts";
import { startServer } from "@countersign/server/testing/program.ts";

import { firstPull } from "./first-pull.ts";
import { seller } from "./order-course.ts";
import { Peer } from "./peer.ts";
import { propagation } from "./propagation.ts";
import { push } from "./push.ts";
import { RawDesk } from "./raw-postgres.ts";
import { streams } from "./streams.ts";

/** Orders of the demo network; with their history, slightly more than a hundred thousand documents. */
const ordersOfFirstPull = 55_000;
const ordersOfTheRest = 500;

interface Surroundings {
  readonly api: Api;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly pid: number;
}

/** A server process on a separate PostgreSQL. */
async function* onServer(
  orders: number,
  measure: (surroundings: Surroundings) => AsyncIterable<Measurement>,
): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const data = await makeDataFolder(`${folder.path}/postgres`, "postgres");
  const cluster = await startCluster(data, createLog("silent"));
  try {
    const server = await startServer(["--demo", "--orders", String(orders), "--data", `${folder.path}/server`], {
      DATABASE_URL: cluster.url,
    });
    try {
      const api = await Api.signIn(server.ready.server, seller);
      yield* measure({ api, folder: folder.path, databaseUrl: cluster.url, pid: server.pid });
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.stop();
  }
}

export const cases: readonly BenchCase[] = [
  {
    name: "server.first-pull",
    run: (scale) =>
      onServer(scale(ordersOfFirstPull), async function* ({ api, folder }) {
        await using peer = await Peer.start(folder);
        yield* firstPull(api, peer);
      }),
  },
  {
    name: "server.push",
    run: (scale) =>
      onServer(scale(ordersOfTheRest), async function* ({ api, folder, databaseUrl }) {
        await using peer = await Peer.start(folder);
        await using raw = await RawDesk.open(databaseUrl);
        yield* push(api, { peer, raw, databaseUrl, scale });
      }),
  },
  {
    name: "server.propagation",
    run: (scale) =>
      onServer(scale(ordersOfTheRest), async function* ({ api, folder, databaseUrl }) {
        await using peer = await Peer.start(folder);
        await using raw = await RawDesk.open(databaseUrl);
        yield* propagation(api, { peer, raw, scale });
      }),
  },
  {
    name: "server.streams",
    run: (scale) => onServer(scale(ordersOfTheRest), ({ api, pid }) => streams(api, { pid, scale })),
  },
];
