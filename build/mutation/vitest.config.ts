import { defineConfig } from "vitest/config";

/** The tests that must notice: those of the mutated folder, of all life cycles, and of the sentences of refusals. */
export default defineConfig({
  test: {
    include: [
      `${process.env["MUTATION_TESTS"] ?? "shared/**"}/*.test.ts`,
      "shared/engine/life-cycles.test.ts",
      "shared/contract/*sentences.test.ts",
      "build/engine-docs/*.test.ts",
    ],
    // Thousands of random lives per mutant would take days; what the examples miss, these may still find.
    exclude: ["**/*.properties.test.ts"],
  },
});
