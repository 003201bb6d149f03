import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { TortureRun } from "#test/torture/torture.ts";

import { startChild } from "./child.ts";
import { databaseName, openEntries, perform } from "./entries.ts";
import { mustBeSound, writesIn } from "./examine.ts";
import { writeNumbered } from "./script.ts";

/** The file of a killed writer is copied with its log to another folder. Both continue independently. */
export const copiedFile = async ({ seed }: TortureRun): Promise<void> => {
  await using folder = await temporaryFolder();
  const random = seededRandom(seed);
  const [original, copy] = [join(folder.path, "original"), join(folder.path, "copy")];
  await mkdir(copy);
  const settings = { layout: 0, key: "", clockShift: 0, mode: "durable", cleansUp: false, killAtStep: 0 };
  const writer = startChild("writer.ts", { ...settings, directory: original, seed, firstWrite: 0 });
  await writer.printed("0");
  await pause(random.integer(0, 300));
  writer.kill();
  const acknowledged = Number((await writer.lines).at(-1)) + 1;
  for (const suffix of ["", "-wal"]) {
    const name = `${databaseName}.sqlite${suffix}`;
    await cp(join(original, name), join(copy, name));
  }

  for (const directory of [original, copy]) {
    const instance = await openEntries({ directory, layout: 0, key: "" });
    const writes = await writesIn(instance, seed, acknowledged);
    await perform(instance, writeNumbered(seed, writes));
    await writesIn(instance, seed, writes + 1);
    await instance.close();
    mustBeSound(directory);
  }
};
