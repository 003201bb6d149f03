import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import { startChild } from "./child.ts";
import { databaseName } from "./entries.ts";
import { mustBeSound } from "./examine.ts";

const kills = 3;
/** About how many steps a start makes that takes over decisions from a damaged file. */
const steps = 210;

/**
 * Decisions wait in a damaged file, and the starts that take them over into a new one are killed again and again. In the
 * end, each decision is there once, in its order.
 */
export const killedRescue = async ({ seed }: TortureRun): Promise<void> => {
  await using folder = await temporaryFolder();
  const random = seededRandom(seed);
  const directory = folder.path;
  const key = random.chance(0.5) ? Buffer.from(random.bytes(32)).toString("hex") : "";
  const start = { directory, key, decisions: 0, stays: false, killAtStep: 0 };

  const first = startChild("opener.ts", { ...start, decisions: random.integer(1, 30), stays: true });
  await first.printed("stays");
  first.kill();
  const made = (await first.lines).filter((line) => line !== "stays");
  await writeFile(join(directory, `${databaseName}.sqlite-damaged`), "");

  for (let kill = 0; kill < kills; kill += 1)
    await startChild("opener.ts", { ...start, killAtStep: random.integer(1, steps) }).lines;
  const held = await startChild("opener.ts", start).lines;
  mustBeSound(directory);
  if (!isDeepStrictEqual(held, made))
    throw new Finding(`of ${made.length} waiting decisions the new file holds ${held.length}: ${held.join(", ")}`);
};
