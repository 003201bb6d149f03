/**
 * `npm run prepare:data`: makes the data folders that tests start their servers on, in the folder that the gate names in the
 * environment: one whose PostgreSQL is set up, and one where the demo network is stored as well. The gate starts some forty
 * servers, and to copy a folder takes a tenth of a first start.
 */
import { join } from "node:path";

import { createLog } from "@countersign/server/foundation/log/log.ts";
import { startCluster } from "@countersign/server/foundation/postgres/cluster.ts";
import { makeDataFolder, preparedData } from "@countersign/server/testing/prepared-data.ts";
import { startServer } from "@countersign/server/testing/program.ts";

const folder = process.env[preparedData];
if (folder === undefined)
  throw new Error(`The gate names the folder in ${preparedData}; by themselves, tests need none.`);

const cluster = await startCluster(join(folder, "postgres"), createLog("silent"));
await cluster.stop();

const demo = await startServer([
  "--demo",
  "--port",
  "0",
  "--data",
  await makeDataFolder(join(folder, "demo"), "postgres"),
]);
const code = await demo.stop();
if (code !== 0) throw new Error(`The server that stored the demo network ended with ${code}:\n${demo.messages()}`);
