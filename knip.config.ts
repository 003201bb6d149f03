import type { KnipConfig } from "knip";

import { awaitedModules } from "./build/unused/awaited-modules.ts";
import { programs } from "./build/unused/programs.ts";

/** `!` marks what belongs to the product: with `--production` nothing else counts as a caller. */
const ofProduct = (modules: readonly string[]): string[] => modules.map((module) => `${module}!`);

export default {
  entry: [
    ...ofProduct(programs),
    ...ofProduct(awaitedModules.map(({ module }) => module)),
    // What docs/engine.md is drawn from.
    "shared/engine/life-cycles.ts!",
    "main/store/storage/index.ts!",
    "renderer/testing/preview.tsx",
    "test/support/clock-shift.ts",
    "build/*.ts",
    "test/*/main.ts",
    "server/testing/curl.ts",
    "test/bench/*/area.ts",
    "test/bench/testing/odd-area.ts",
    "test/bench/case-program.ts",
    "test/bench/storage/pull-server.ts",
    "test/bench/server/pouch-server.ts",
    "test/bench/server/raw-server.ts",
    "test/torture/*/tortures.ts",
    "test/torture/crash/{writer,migrating,opener}.ts",
    "test/torture/partition/{device-program,mutate-source}.ts",
  ],
  project: [
    "{shared,main,renderer,server}/**/*.{ts,tsx}!",
    "!**/*.{test,config}.{ts,tsx}!",
    "!**/testing/**!",
    "{build,test}/**/*.{ts,tsx}",
    "*.ts",
  ],
  "electron-vite": { config: "electron.config.ts" },
  playwright: { config: ["playwright.config.ts", "test/e2e/electron/playwright.config.ts"] },
  vitest: { config: ["vitest.config.ts", "build/mutation/vitest.config.ts"] },
  ignoreDependencies: ["@stryker-mutator/vitest-runner", "async-test-util", "clone"],
  ignoreBinaries: ["Xvfb", "apt-cache", "ldd", "nats-server"],
  ignoreExportsUsedInFile: { interface: true, type: true },
} satisfies KnipConfig;
