import { setTimeout as pause } from "node:timers/promises";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import type { TortureRun } from "#test/torture/torture.ts";
import { Finding } from "#test/torture/torture.ts";

import { startChild } from "./child.ts";
import { openEntries } from "./entries.ts";
import { mustBeSound, writesIn } from "./examine.ts";

const plain = { layout: 0, key: "", clockShift: 0, mode: "durable", cleansUp: true, killAtStep: 0 };

/** Two writers start on one file. One gets it, the other is refused, naming the first; when the first is killed, a third takes over. */
export const twoProcesses = async ({ seed }: TortureRun): Promise<void> => {
  await using folder = await temporaryFolder();
  const random = seededRandom(seed);
  const settings = { ...plain, directory: folder.path, seed, firstWrite: 0 };
  const pair = [startChild("writer.ts", settings), startChild("writer.ts", settings)];
  const refusal = await Promise.race(
    pair.map(({ lines }) =>
      lines.then(
        () => "ended",
        (error: unknown) => String(error),
      ),
    ),
  );
  if (!refusal.includes("locked-by-another-process"))
    throw new Finding(`of two writers the second was not refused: ${refusal}`);
  await pause(random.integer(0, 300));
  for (const writer of pair) writer.kill();
  const outcomes = await Promise.allSettled(pair.map(({ lines }) => lines));
  const lines = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : []));
  const acknowledged = Math.max(-1, ...lines.filter((line) => line !== "open").map(Number)) + 1;

  const instance = await openEntries({ directory: folder.path, layout: 0, key: "" });
  await writesIn(instance, seed, acknowledged);
  await instance.close();
  mustBeSound(folder.path);
};
