import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

import { afterAll, describe, expect, it } from "vitest";

import { timeLimit } from "@countersign/server/testing/database.ts";
import { readFoundSeeds } from "#test/support/found-seeds.ts";
import { environmentOf } from "#test/support/generators.ts";

import { allTortures } from "./all.ts";
import { repeatable } from "./torture.ts";

const root = resolve(import.meta.dirname, "../..");
const tortures = await allTortures();
const found = await readFoundSeeds();

afterAll(async () => {
  for (const torture of tortures) await torture.close?.();
}, timeLimit);

/** What once failed: each is tried in every run, in the one place for it. */
describe("a seed that was found by a long run", { timeout: timeLimit }, () => {
  it.each(found.filter((each) => "torture" in each))("passes: $torture, $seed", async ({ torture: name, seed }) => {
    const torture = tortures.find((each) => each.name === name);
    if (torture === undefined) throw new Error(`There is no torture ${name}`);
    await expect(repeatable(name, seed, () => torture.run({ seed }))).resolves.toBeUndefined();
  });

  it.each(found.filter((each) => "file" in each))("passes: $file, $title, $seed", async ({ file, title, ...run }) => {
    const pattern = title.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
    const env = { ...process.env, ...environmentOf(run) };
    const vitest = promisify(execFile)("npx", ["vitest", "run", file, "-t", `^${pattern}$`], { cwd: root, env });
    await expect(vitest).resolves.toBeDefined();
  });
});
