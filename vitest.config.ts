import { defineConfig } from "vitest/config";
import { leaveSettingsOut, writeAmericanEnglish } from "#test/support/machine-environment.ts";

leaveSettingsOut();
writeAmericanEnglish();

export default defineConfig({
  test: {
    include: ["{shared,main,renderer,server,build,test}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "test/e2e/**"],
    // These only end what hangs; no test shows anything by them. Vitest's own (5 s, 10 s, and 1 s for a poll) are meant for
    // work within a process, and are short where several PostgreSQLs and programs share two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
