import { describe, expect, it } from "vitest";

import { tortures } from "./tortures.ts";

const minutes = 60_000;

/** The short form; `npm run torture -- crash --runs 200` is the long one. */
describe("a store that is treated badly", { timeout: 3 * minutes }, () => {
  it.for(tortures)("D02 D09 loses nothing that it acknowledged: $name", async (torture) => {
    await expect(torture.run({ seed: 1 })).resolves.toBeUndefined();
  });
});
