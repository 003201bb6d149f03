import { join, resolve } from "node:path";

import { defineConfig } from "vitest/config";

import { environmentOf, usualCases } from "#test/support/generators.ts";
import { leaveSettingsOut, writeAmericanEnglish } from "#test/support/machine-environment.ts";

leaveSettingsOut();
writeAmericanEnglish();

/** The tests of the mutated room, as patterns that the run passes. */
const patterns = JSON.parse(process.env["MUTATION_TESTS"] ?? "[]") as string[];

/** The copy of the tree that contains this configuration. */
const sandbox = resolve(import.meta.dirname, "../..");

export default defineConfig({
  // The sandbox links the tree's `node_modules`, where these packages lead back to the tree, in which nothing is mutated.
  resolve: {
    alias: {
      "@countersign/shared": join(sandbox, "shared"),
      "@countersign/server": join(sandbox, "server"),
    },
  },
  test: {
    include: patterns,
    // Thousands of random walks per mutant would take days.
    exclude: ["**/node_modules/**", "**/*.properties.test.ts"],
    // Whether a mutant is noticed must not depend on chance.
    env: environmentOf({ seed: 1, cases: usualCases }),
    setupFiles: ["test/support/seed-generators.ts"],
    // As in the whole run: they only end what hangs.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
