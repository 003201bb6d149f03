import { afterAll, describe, expect, it } from "vitest";

import { timeLimit } from "@countersign/server/testing/database.ts";
import { generatorsOf } from "#test/support/generators.ts";
import { repeatable } from "#test/torture/torture.ts";

import { shortRun, tortures } from "./tortures.ts";

afterAll(async () => {
  for (const torture of tortures) await torture.close?.();
}, timeLimit);

const { seed } = generatorsOf(process.env);

/**
 * The short form; `npm run torture -- partition.three-nodes --runs 30` is the long one. A case is a step among
 * eight processes here, which takes a second: 25 of them, not 200.
 */
describe("three nodes on one database, behind a network that fails", { timeout: timeLimit }, () => {
  it("D03 D09 lose no decision and execute none twice, and every device ends up with what the tables say", async () => {
    await expect(repeatable("partition.three-nodes", seed, () => shortRun(seed))).resolves.toBeUndefined();
  });
});
