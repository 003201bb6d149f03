import { join, resolve } from "node:path";

import { defineConfig } from "vitest/config";

import { environmentOf, usualCases } from "#test/support/generators.ts";
import { leaveSettingsOut, writeAmericanEnglish } from "#test/support/machine-environment.ts";

leaveSettingsOut();
writeAmericanEnglish();

/** The tests that must notice, as patterns that the run names: those of the mutated room. */
const patterns = JSON.parse(process.env["MUTATION_TESTS"] ?? "[]") as string[];

/** The copy of the tree that this configuration lies in. */
const sandbox = resolve(import.meta.dirname, "../..");

export default defineConfig({
  // The sandbox links the tree's `node_modules`, and these packages in it lead back to the tree, where nothing is mutated.
  resolve: {
    alias: {
      "@countersign/shared": join(sandbox, "shared"),
      "@countersign/server": join(sandbox, "server"),
    },
  },
  test: {
    include: patterns,
    // Thousands of random lives per mutant would take days; what the examples miss, these may still find.
    exclude: ["**/node_modules/**", "**/*.properties.test.ts"],
    // Whether a mutant is noticed must not depend on luck.
    env: environmentOf({ seed: 1, cases: usualCases }),
    setupFiles: ["test/support/seed-generators.ts"],
    // As in the whole run: they only end what hangs.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
