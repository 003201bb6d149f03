import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createLog } from "@countersign/server/foundation/log/log.ts";
import type { Cluster } from "@countersign/server/foundation/postgres/cluster.ts";
import { startCluster } from "@countersign/server/foundation/postgres/cluster.ts";
import { sharedPostgres } from "@countersign/server/testing/database.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { makeDataFolder } from "@countersign/server/testing/prepared-data.ts";

/** It does not have to survive a power cut. Test files run in parallel, each with its own pools. */
const settings = ["fsync=off", "max_connections=400"];

/** One PostgreSQL for all tests of a run, started when the first test asks for it. */
export const setup = async (): Promise<() => Promise<void>> => {
  const folder = await temporaryFolder();
  let cluster: Promise<Cluster> | undefined;
  const door = createServer((_, answer) => {
    cluster ??= makeDataFolder(folder.path, "postgres").then((data) =>
      startCluster(data, createLog("silent"), settings),
    );
    cluster.then(
      ({ url }) => answer.end(url),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    );
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  process.env[sharedPostgres] = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  return async () => {
    door.close();
    try {
      await (await cluster)?.stop();
    } finally {
      await folder[Symbol.asyncDispose]();
    }
  };
};
