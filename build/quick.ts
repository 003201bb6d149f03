/**
 * `npm run test:quick`: in under a minute, the checks that are most likely to notice a mistake while you work. The types,
 * then the tests of what changed since the branch left `main` (or since `--since COMMIT`), nearest first, until the time is
 * up. It says what it did not run; it does not replace the gate.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { BaseSequencer, createVitest } from "vitest/node";
import type { TestModule, TestSpecification, Vitest } from "vitest/node";

import { byRoom, core, nearestFirst, startsPrograms } from "./quick/turns.ts";

/** Leaves a little time for what is still running at the end. */
const seconds = 50;
/** Tests get this much, however long the types took. */
const leastSeconds = 15;

const isWindows = process.platform === "win32";
const root = resolve(import.meta.dirname, "..");
const startedAt = performance.now();
const since = (): number => (performance.now() - startedAt) / 1_000;

const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
const lines = (text: string): string[] => (text === "" ? [] : text.split("\n"));

/** Where the branch left main; on main itself, the previous commit. */
const beginning = (): string => {
  const head = git("rev-parse", "HEAD");
  const left = git("merge-base", "HEAD", "main");
  return left === head ? git("rev-parse", "HEAD~1") : left;
};

const areTypesRight = (): boolean => {
  const run = (script: string): boolean =>
    spawnSync("npm", ["run", "--silent", script], { cwd: root, stdio: "inherit", shell: isWindows }).status === 0;
  // The compiler's cache saves most of the work, but has been wrong, so a failure must be confirmed without it.
  return run("types") || run("check:types");
};

/** Vitest's own order begins with what failed or took long the last time. */
class InOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files);
  }
}

const hadItsTurn = (module: TestModule): boolean =>
  [...module.children.allTests()].every((test) => test.result().state !== "pending") &&
  module.state() !== "queued" &&
  module.state() !== "pending";

const fileOf = ({ moduleId }: { readonly moduleId: string }): string => relative(root, moduleId).replaceAll("\\", "/");

/** The tests that import what changed, and the core. */
const related = async (vitest: Vitest, changed: readonly string[]): Promise<TestSpecification[]> => {
  const found = await vitest.getRelevantTestSpecifications();
  const all = await vitest.globTestSpecifications([...core]);
  const byFile = new Map([...all, ...found].map((test) => [fileOf(test), test] as const));
  const isSlow = (file: string): boolean => startsPrograms(readFileSync(resolve(root, file), "utf8"));
  return nearestFirst([...byFile.keys()], changed, isSlow).flatMap((file) => byFile.get(file) ?? []);
};

const { values } = parseArgs({ options: { since: { type: "string" } } });
// A branch may have the same name as a folder.
const from = values.since === undefined ? beginning() : git("rev-parse", "--verify", `${values.since}^{commit}`);
const changed = [
  ...lines(git("diff", "--name-only", from)),
  ...lines(git("ls-files", "--others", "--exclude-standard")),
];

console.log(`Quick: ${changed.length} files changed since ${from.slice(0, 8)}.`);
if (!areTypesRight()) process.exit(1);
console.log(`The types are right (${since().toFixed(0)} s).`);

const vitest = await createVitest({
  run: true,
  watch: false,
  changed: from,
  // Not package.json: a changed script is no reason to run everything.
  forceRerunTriggers: ["**/vitest.config.ts"],
  reporters: ["dot"],
  sequence: { sequencer: InOrder },
});
await vitest.standalone();
const tests = await related(vitest, changed);
const limit = Math.max(leastSeconds, seconds - since());
// A running test is allowed to finish: it may have started a database.
const timer = setTimeout(() => void vitest.cancelCurrentRun("keyboard-input"), limit * 1_000);
const { testModules } = await vitest.runTestSpecifications(tests);
clearTimeout(timer);
const files = tests.map(fileOf);
const ran = new Set(testModules.filter((module) => hadItsTurn(module)).map(fileOf));
const waiting = files.filter((file) => !ran.has(file));
await vitest.close();

console.log(
  `\nRan the types and ${ran.size} of ${files.length} test files that reach what changed (${since().toFixed(0)} s).`,
);
if (waiting.length > 0) console.log(`Not run: ${waiting.length} of them (${byRoom(waiting)}).`);
console.log(
  "Not run: lint, format, unused code, end to end, the built product, and tests that nothing changed reaches.",
);
