import { defineConfig } from "vitest/config";
import { environmentOf, generatorsOf, usualCases } from "#test/support/generators.ts";
import { leaveSettingsOut, writeAmericanEnglish } from "#test/support/machine-environment.ts";

leaveSettingsOut();
writeAmericanEnglish();

const generators = generatorsOf(process.env);
/** A long run of the random tests takes as many times as long. */
const length = Math.max(1, generators.cases / usualCases);

export default defineConfig({
  test: {
    include: ["{shared,main,renderer,server,build,test}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "test/e2e/**"],
    env: environmentOf(generators),
    globalSetup: ["test/support/announce-generators.ts", "test/support/shared-postgres.ts"],
    setupFiles: ["test/support/seed-generators.ts"],
    // Many tests wait for a PostgreSQL or a program; on two cores Vitest alone would run one file at a time.
    maxWorkers: "100%",
    // These only end what hangs; no test shows anything by them. Vitest's own (5 s, 10 s, and 1 s for a poll) are meant for
    // work within a process, and are short where several PostgreSQLs and programs share two cores.
    testTimeout: 30_000 * length,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
