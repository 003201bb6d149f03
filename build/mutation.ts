/**
 * `npm run mutation [-- FOLDER…]`: changes the engine in thousands of small ways, folder by folder, and counts how many of
 * them a test notices. `core` is the engine's own folder. The survivors are listed in reports/mutation/FOLDER.html.
 */
import { globSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";

import { Stryker } from "@stryker-mutator/core";

import type { Score } from "./mutation/score.ts";
import { scoreLine, scoreOf, total } from "./mutation/score.ts";

const engine = "shared/engine";
const core = "core";

const { positionals, values } = parseArgs({
  options: { concurrency: { type: "string", default: "2" } },
  allowPositionals: true,
});

const folderOf = (file: string): string => (dirname(file) === engine ? core : dirname(file).slice(engine.length + 1));

const mutated = globSync(`${engine}/**/*.ts`).filter((file) => !/\.test\.ts$|\/testing\//.test(file));
const folders = [...new Set(mutated.map(folderOf))].toSorted();

const optionsFor = (folder: string): ConstructorParameters<typeof Stryker>[0] => ({
  mutate: mutated.filter((file) => folderOf(file) === folder),
  testRunner: "vitest",
  vitest: { configFile: "build/mutation/vitest.config.ts" },
  // It would be read with the compiler's JavaScript API, which TypeScript 7 does not have. The runner needs none of it.
  tsconfigFile: "none",
  ignorePatterns: ["docs/screens", "main", "out", "renderer", "server", "test/e2e", "test-results"],
  tempDirName: "reports/mutation/sandbox",
  concurrency: Number(values.concurrency),
  reporters: ["html", "json"],
  htmlReporter: { fileName: `reports/mutation/${folder}.html` },
  jsonReporter: { fileName: `reports/mutation/${folder}.json` },
});

const unknown = positionals.filter((folder) => !folders.includes(folder));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")} in ${engine}, only ${folders.join(", ")}.`);

const scores: Score[] = [];
for (const folder of positionals.length > 0 ? positionals : folders) {
  process.env["MUTATION_TESTS"] = folder === core ? "shared/{commands,engine}" : `${engine}/${folder}`;
  const score = scoreOf(folder, await new Stryker(optionsFor(folder)).runMutationTest());
  scores.push(score);
  console.log(scoreLine(score));
}
if (scores.length > 1) console.log(scoreLine(total(scores)));
