import { describe, expect, it } from "vitest";

import { generatorsOf } from "#test/support/generators.ts";
import { repeatable } from "#test/torture/torture.ts";

import { tortures } from "./tortures.ts";

const minutes = 60_000;
const { seed } = generatorsOf(process.env);

/**
 * The short form; `npm run torture -- crash --runs 200` is the long one. A case is not a run here, which starts and kills
 * several programs and takes seconds, but one of the hundreds of writes, each verified afterwards.
 */
describe("a store that is treated badly", { timeout: 3 * minutes }, () => {
  it.for(tortures)("D02 D09 loses nothing that it acknowledged: $name", async (torture) => {
    await expect(repeatable(torture.name, seed, () => torture.run({ seed }))).resolves.toBeUndefined();
  });
});
