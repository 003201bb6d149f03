import { afterAll, describe, expect, it } from "vitest";

import { timeLimit } from "@countersign/server/testing/database.ts";

import { tortures } from "./tortures.ts";

afterAll(async () => {
  for (const torture of tortures) await torture.close?.();
}, timeLimit);

/** The short form; `npm run torture -- fuzz --runs 100` is the long one. */
describe("the API under random requests made from its own document", { timeout: timeLimit }, () => {
  it.for([1, 2, 3])("answers each of a thousand, and none with a failure of its own: seed %i", async (seed) => {
    for (const torture of tortures) await expect(torture.run({ seed })).resolves.toBeUndefined();
  });
});
