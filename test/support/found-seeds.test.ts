import { expect, it } from "vitest";

import type { FoundSeed } from "./found-seeds.ts";
import { withFoundSeed } from "./found-seeds.ts";

it("a seed is recorded once, and its description stays", () => {
  const known: FoundSeed[] = [{ torture: "oracle.replication", seed: 5, shows: "Two are locked out." }];
  expect(withFoundSeed(known, { torture: "oracle.replication", seed: 5, shows: "?" })).toEqual(known);
  const other: FoundSeed = { torture: "oracle.replication", seed: 6, shows: "?" };
  expect(withFoundSeed(known, other)).toEqual([...known, other]);
});
