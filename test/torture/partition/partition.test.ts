import { afterAll, describe, expect, it } from "vitest";

import { timeLimit } from "@countersign/server/testing/database.ts";

import { shortRun, tortures } from "./tortures.ts";

afterAll(async () => {
  for (const torture of tortures) await torture.close?.();
}, timeLimit);

/** The short form; `npm run torture -- partition.three-nodes --runs 50` is the long one. */
describe("three nodes on one database, behind a network that fails", { timeout: timeLimit }, () => {
  it("D03 D09 lose no decision and execute none twice, and every device ends up with what the tables say", async () => {
    await expect(shortRun(1)).resolves.toBeUndefined();
  });
});
