import { defineConfig } from "vitest/config";
import { environmentOf, generatorsOf, usualCases } from "#test/support/generators.ts";
import { keepCompiledCode, leaveSettingsOut, writeAmericanEnglish } from "#test/support/machine-environment.ts";
import { SlowestFirst } from "#test/support/slowest-first.ts";

leaveSettingsOut();
writeAmericanEnglish();
keepCompiledCode();

const generators = generatorsOf(process.env);
/** A long run of the random tests takes as many times as long. */
const length = Math.max(1, generators.cases / usualCases);

const screens = "renderer/**/*.test.tsx";
/** They turn on RxDB's development mode, which holds for all of a process and refuses the product's own stores. */
const developing = ["main/store/storage/rxdb.test.ts", "shared/domain/rx-schema.test.ts"];

export default defineConfig({
  test: {
    exclude: ["**/node_modules/**", "test/e2e/**"],
    env: environmentOf(generators),
    globalSetup: ["test/support/announce-generators.ts", "test/support/shared-postgres.ts"],
    setupFiles: ["test/support/seed-generators.ts"],
    sequence: { sequencer: SlowestFirst },
    // Many tests wait for a PostgreSQL or a program; on two cores Vitest alone would run one file at a time.
    maxWorkers: "100%",
    // These only end what hangs; no test shows anything by them. Vitest's own (5 s, 10 s, and 1 s for a poll) are meant for
    // work within a process, and are short where several PostgreSQLs and programs share two cores.
    testTimeout: 30_000 * length,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // To load the modules anew for each file takes longer than most files' tests. What a file leaves behind in its process
    // (stubs, fake timers) is for it to take away.
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["{shared,main,renderer,server,build,test}/**/*.test.ts"],
          exclude: developing,
          isolate: false,
        },
      },
      { extends: true, test: { name: "screens", include: [screens], environment: "jsdom", isolate: false } },
      { extends: true, test: { name: "alone", include: developing } },
    ],
  },
});
