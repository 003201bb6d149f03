import type { KnipConfig } from "knip";

import { awaitedModules } from "./build/unused/awaited-modules.ts";
import { programs } from "./build/unused/programs.ts";

/** `!` marks what belongs to the product: with `--production` nothing else counts as a caller. */
const ofProduct = (modules: readonly string[]): string[] => modules.map((module) => `${module}!`);

const inside = (folder: string, modules: readonly string[]): string[] =>
  modules.filter((module) => module.startsWith(`${folder}/`)).map((module) => module.slice(folder.length + 1));

const desktop = programs.filter((module) => !module.startsWith("server/"));
const awaited = awaitedModules.map(({ module }) => module);

/** A package's code; with `--production` its tests, and what they share, do not count. */
const ofPackage = ["**/*.ts!", "!**/*.test.ts!", "!testing/**!", "!**/testing/**!"];

export default {
  workspaces: {
    ".": {
      entry: [
        ...ofProduct(desktop),
        "main/store/storage/index.ts!",
        "renderer/testing/preview.tsx",
        "test/support/clock-shift.ts",
        "build/*.ts",
        "test/*/main.ts",
        "test/bench/*/area.ts",
        "test/bench/testing/odd-area.ts",
        "test/bench/case-program.ts",
        "test/bench/storage/pull-server.ts",
        "test/bench/server/pouch-server.ts",
        "test/bench/server/raw-server.ts",
        "test/torture/*/tortures.ts",
        "test/torture/crash/{writer,migrating,opener}.ts",
        "test/torture/partition/device-program.ts",
        "test/support/replace-source.ts",
        "test/wire/device-program.ts",
      ],
      project: [
        "{main,renderer}/**/*.{ts,tsx}!",
        "!**/*.{test,config}.{ts,tsx}!",
        "!**/testing/**!",
        "{build,test}/**/*.{ts,tsx}",
        "*.ts",
      ],
      "electron-vite": { config: "electron.config.ts" },
      playwright: { config: ["playwright.config.ts", "test/e2e/electron/playwright.config.ts"] },
      vitest: { config: ["vitest.config.ts", "build/mutation/vitest.config.ts"] },
      ignoreDependencies: ["@stryker-mutator/vitest-runner", "async-test-util", "clone"],
    },
    shared: {
      // docs/engine.md is drawn from the life cycles.
      entry: [...ofProduct(inside("shared", awaited)), "engine/life-cycles.ts!", "**/*.test.ts"],
      project: ofPackage,
    },
    server: {
      entry: [...ofProduct(inside("server", programs)), "testing/curl.ts", "**/*.test.ts"],
      project: ofPackage,
    },
  },
  ignoreBinaries: ["Xvfb", "apt-cache", "ldd", "nats-server"],
  ignoreExportsUsedInFile: { interface: true, type: true },
} satisfies KnipConfig;
