import { setTimeout as pause } from "node:timers/promises";

import type { Random } from "@countersign/server/demo/random.ts";
import { seededRandom } from "@countersign/server/demo/random.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import { startChild } from "./child.ts";
import { openEntries } from "./entries.ts";
import { mustBeSound, wholeWritesIn, writesIn } from "./examine.ts";

const kills = 3;
const year = 365 * 24 * 60 * 60 * 1_000;

const settingsOf = (random: Random) => ({
  layout: random.integer(0, 1),
  clockShift: random.pick([-year, 0, year]),
  mode: random.pick(["durable", "durable", "repeatable", "divisible"] as const),
  cleansUp: random.chance(0.5),
  // Half of the kills hit an exact step and are reproducible; the others hit any moment.
  killAtStep: random.chance(0.5) ? random.integer(1, 3_000) : 0,
});

/**
 * A writer is killed again and again, each time with the clock a year off in either direction, with other indexes, in
 * the middle of writes, of a cleanup, of the rebuilding of a table. Each time everything acknowledged must be there, and
 * a write that may be in parts is made again.
 */
export const killedWriter = async ({ seed }: TortureRun): Promise<void> => {
  await using folder = await temporaryFolder();
  const random = seededRandom(seed);
  const key = random.chance(0.5) ? Buffer.from(random.bytes(32)).toString("hex") : "";
  const directory = folder.path;
  let checkpoint = { sequence: 0 };
  let writes = 0;
  // Of the next write, the beginning may be there from an earlier kill.
  let mayHaveBegun = false;
  for (let kill = 0; kill < kills; kill += 1) {
    const settings = settingsOf(random);
    const writer = startChild("writer.ts", { ...settings, directory, key, seed, firstWrite: writes });
    if (settings.killAtStep === 0) {
      await writer.printed("open");
      await pause(random.integer(0, 500));
      writer.kill();
    }
    const acknowledged = (await writer.lines).filter((line) => line !== "open").map(Number);
    mayHaveBegun = settings.mode === "divisible" || (mayHaveBegun && acknowledged.length === 0);
    writes = (acknowledged.at(-1) ?? writes - 1) + 1;
    const instance = await openEntries({ directory, key, layout: settings.layout });
    writes = await (mayHaveBegun ? wholeWritesIn : writesIn)(instance, seed, writes);
    mustBeSound(directory);
    // Following the changes from the previous position finds everything that was written since.
    const news = await instance.getChangedDocumentsSince!(1_000_000, checkpoint);
    const { documents } = await instance.getChangedDocumentsSince!(1_000_000);
    const isBehind = news.checkpoint.sequence < checkpoint.sequence;
    if (isBehind || documents.some(({ write }) => (mayHaveBegun ? write > writes : write >= writes)))
      throw new Finding(`the sequence went back from ${checkpoint.sequence} to ${news.checkpoint.sequence}`);
    ({ checkpoint } = news);
    await instance.close();
  }
};
