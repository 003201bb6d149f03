import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { z } from "zod";
import { afterAll, describe, expect, it } from "vitest";

import { timeLimit } from "@countersign/server/testing/database.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { readFoundSeeds } from "#test/support/found-seeds.ts";
import { environmentOf } from "#test/support/generators.ts";

import { allTortures } from "./all.ts";
import { repeatable } from "./torture.ts";

/** A long run's cases, a hundred times those of the gate, and a test's time for them; in milliseconds. */
const longestRun = 10 * 60_000;

const root = resolve(import.meta.dirname, "../..");
const tortures = await allTortures();
const found = await readFoundSeeds();

afterAll(async () => {
  for (const torture of tortures) await torture.close?.();
}, timeLimit);

interface RandomTestRun {
  readonly file: string;
  /** Its full name. */
  readonly title: string;
  readonly seed: number;
  readonly cases: number;
}

const reportSchema = z.object({ numPassedTests: z.int() });

/** How many tests of this name pass with the seed; none if the test was renamed. Ends with the calling test. */
const passedOnceMore = async ({ file, title, ...run }: RandomTestRun): Promise<number> => {
  const pattern = title.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  await using folder = await temporaryFolder();
  const report = join(folder.path, "report.json");
  const reporting = ["--reporter=json", `--outputFile=${report}`];
  const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", file, "-t", `^${pattern}$`, ...reporting];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environmentOf(run) },
    signal: AbortSignal.timeout(longestRun),
    stdio: "ignore",
  });
  // With a test that fails it ends with 1, and the report says how many passed.
  await once(child, "close");
  return reportSchema.parse(JSON.parse(await readFile(report, "utf8"))).numPassedTests;
};

/** Seeds that once failed; every run tries each of them here. */
describe("a seed that was found by a long run", { timeout: longestRun }, () => {
  it.each(found.filter((each) => "torture" in each))("passes: $torture, $seed", async ({ torture: name, seed }) => {
    const torture = tortures.find((each) => each.name === name);
    if (torture === undefined) throw new Error(`There is no torture ${name}`);
    await expect(repeatable(name, seed, () => torture.run({ seed }))).resolves.toBeUndefined();
  });

  it.each(found.filter((each) => "file" in each))("passes: $file, $title, $seed", async ({ file, title, ...run }) => {
    expect(await passedOnceMore({ file, title, ...run })).toBe(1);
  });

  it("does not count as passed when its test no longer exists", async () => {
    const gone = { file: "shared/domain/loose.test.ts", title: "no such test", seed: 1, cases: 1 };
    expect(await passedOnceMore(gone)).toBe(0);
  });
});
