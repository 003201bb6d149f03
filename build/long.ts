/**
 * `npm run test:long [-- PART…]`: the runs that are too long for the gate, part by part. Without a name it runs the parts that
 * were never green or have changed since; `--list` shows each part, how long it takes and its state. A part that was stopped
 * continues where it left off, a green one is recorded with its commit in docs/long-runs.json, and a failing seed is written
 * to test/support/found-seeds.json, for the gate.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { randomInt } from "node:crypto";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { keepFoundSeed, notLookedAt } from "#test/support/found-seeds.ts";

import type { Chunk, LongPart } from "./long/chunk.ts";
import { failedTests } from "./long/failed-random-tests.ts";
import { longParts } from "./long/parts.ts";
import { chunksLeft, greenRun, minutesOf, partLine, resumed, stateOf, withDone } from "./long/plan.ts";
import { keepGreenRun, keepProgress, progressFolder, readGreenRuns, readProgress } from "./long/record.ts";
import { runProcess, stopSignal } from "./processes/run.ts";

const root = resolve(import.meta.dirname, "..");
const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();

/** Whether this clone has the commit: it may have been squashed, or never fetched. */
const isHere = (commit: string): boolean =>
  spawnSync("git", ["cat-file", "-e", `${commit}^{commit}`], { cwd: root }).status === 0;

const hasChanged = (part: LongPart, since: string): boolean =>
  !isHere(since) || git("diff", "--name-only", since, "HEAD", "--", ...part.paths) !== "";

const stop = stopSignal();

/** Whether the chunk was green; shown while it runs when it is alone. */
const runChunk = async (
  { name, command, environment, randomTests }: Chunk,
  { seed, isShown }: { readonly seed: number; readonly isShown: boolean },
): Promise<boolean> => {
  const report = join(progressFolder, `${name.replaceAll(/[/ ]/g, "-")}.tests.json`);
  // The remains of a stopped run say nothing about this one.
  rmSync(report, { force: true });
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile=${report}`];
  const args = [...command, ...(randomTests === undefined ? [] : reporters)];
  const env = { ...process.env, ...environment };
  const { isGreen, output } = await runProcess(process.execPath, args, { cwd: root, env, isShown, stop });
  if (stop.aborted) return false;
  console.log(`${output}${isGreen ? "Green" : "NOT GREEN"}: ${name}`);
  if (isGreen || randomTests === undefined || !existsSync(report)) return isGreen;
  const cases = Number(environment?.["CASES"]);
  for (const title of failedTests(report))
    await keepFoundSeed({ file: randomTests, title, seed, cases, shows: notLookedAt });
  return false;
};

/** Whether all of the part is green now. */
const runPart = async (part: LongPart): Promise<boolean> => {
  const commit = git("rev-parse", "HEAD");
  let progress = resumed(part, readProgress(part.name), { commit, seed: randomInt(1_000_000), hasChanged });
  keepProgress(part.name, progress);
  const left = chunksLeft(part, progress);
  console.log(`\n${part.name}: ${part.does}. Seed ${progress.seed}; ${left.length} chunks are left.`);
  const atATime = part.isAlone ? 1 : 2;
  const failed: string[] = [];
  const runRest = async (): Promise<void> => {
    for (let chunk = left.shift(); chunk !== undefined && !stop.aborted; chunk = left.shift()) {
      const startedAt = performance.now();
      if (await runChunk(chunk, { seed: progress.seed, isShown: atATime === 1 })) {
        progress = withDone(progress, chunk, (performance.now() - startedAt) / 1_000 / atATime);
        keepProgress(part.name, progress);
      } else failed.push(chunk.name);
    }
  };
  await Promise.all(Array.from({ length: atATime }, runRest));
  if (stop.aborted) return false;
  if (failed.length > 0) {
    console.error(`${part.name} is not green: ${failed.join(", ")}`);
    return false;
  }
  keepGreenRun(part.name, greenRun(progress, new Date()));
  console.log(`${part.name} is green at ${progress.commit.slice(0, 8)}: commit docs/long-runs.json.`);
  return true;
};

const { positionals, values } = parseArgs({ options: { list: { type: "boolean" } }, allowPositionals: true });
const parts = await longParts();
const unknown = positionals.find((name) => parts.every((part) => part.name !== name));
if (unknown !== undefined) throw new Error(`There is no ${unknown}, only ${parts.map(({ name }) => name).join(", ")}.`);
const green = readGreenRuns();

if (values.list === true) {
  for (const part of parts) {
    const progress = readProgress(part.name);
    const run = green[part.name];
    console.log(
      partLine(part, {
        state: stateOf(part, run, hasChanged),
        ...(run !== undefined && { green: run }),
        ...(progress !== undefined && { progress }),
      }),
    );
  }
} else {
  const wanted = parts.filter(({ name }) => positionals.includes(name));
  const due =
    positionals.length > 0 ? wanted : parts.filter((part) => stateOf(part, green[part.name], hasChanged) !== "green");
  const unsaved = git("status", "--porcelain", "--", ...due.flatMap(({ paths }) => paths));
  if (due.length > 0 && unsaved !== "")
    throw new Error(`A green run is recorded for a commit; commit these first:\n${unsaved}`);
  const minutes = due.reduce((sum, part) => sum + minutesOf(part, green[part.name]), 0);
  console.log(`${due.map(({ name }) => name).join(", ") || "Nothing"}: about ${minutes} minutes.`);
  for (const part of due) if (!(await runPart(part))) process.exitCode = 1;
}
