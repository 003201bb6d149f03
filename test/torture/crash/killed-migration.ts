import { setTimeout as pause } from "node:timers/promises";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import { startChild } from "./child.ts";
import { mustBeSound } from "./examine.ts";

const kills = 2;
const documents = 400;

/** RxDB's schema migration is killed again and again; in the end every document is there, in its new shape. */
export const killedMigration = async ({ seed }: TortureRun): Promise<void> => {
  await using folder = await temporaryFolder();
  const random = seededRandom(seed);
  const directory = folder.path;
  await startChild("migrating.ts", { directory, version: 0, insert: documents }).lines;
  for (let kill = 0; kill < kills; kill += 1) {
    const migration = startChild("migrating.ts", { directory, version: 1, insert: 0 });
    await migration.printed("begins");
    await pause(random.integer(0, 400));
    migration.kill();
    await migration.lines;
  }
  const lines = await startChild("migrating.ts", { directory, version: 1, insert: 0 }).lines;
  mustBeSound(directory);
  const held = lines.at(-1) ?? "nothing";
  if (held !== `${documents} right`)
    throw new Finding(`after the migration the collection holds ${held}, of ${documents}`);
};
