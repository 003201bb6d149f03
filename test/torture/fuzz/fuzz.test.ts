import { describe, expect, it } from "vitest";

import { timeLimit } from "@countersign/server/testing/database.ts";
import { generatorsOf } from "#test/support/generators.ts";
import { repeatable } from "#test/torture/torture.ts";

import { answersRequests } from "./tortures.ts";

const { seed, cases } = generatorsOf(process.env);

/** The short form, where a request is a case; `npm run torture -- fuzz --runs 100` is the long one. */
describe("the API under random requests made from its own description", { timeout: timeLimit }, () => {
  it("answers each of them, and none with a server error", async () => {
    const run = () => answersRequests({ seed }, cases);
    await expect(repeatable("fuzz.requests", seed, run)).resolves.toBeUndefined();
  });
});
