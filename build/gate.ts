/**
 * `npm test`: the gate, stage by stage (gate/stages.ts); a stage with something that failed is the last. `npm run check` is its
 * first stage alone. What runs side by side is shown part by part, each when it has ended.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { preparedData } from "@countersign/server/testing/prepared-data.ts";
import { bundledPrograms } from "@countersign/server/testing/program.ts";

import type { RunPart } from "./gate/run-stage.ts";
import { runStage } from "./gate/run-stage.ts";
import { stages } from "./gate/stages.ts";
import { runProcess, stopSignal } from "./processes/run.ts";

const root = resolve(import.meta.dirname, "..");
const stop = stopSignal();

const run: RunPart = ([script, ...args], isShown) =>
  runProcess("npm", ["run", "--silent", script, "--", ...args], {
    cwd: root,
    shell: process.platform === "win32",
    isShown,
    stop,
  });

const [wished] = process.argv.slice(2);
const chosen = stages.filter(({ name }) => wished === undefined || name === wished);
if (chosen.length === 0) throw new Error(`There is no stage ${wished}`);

const startedAt = performance.now();
/** What the first parts make for all tests: the programs as bundles, near the packages, and data folders for servers. */
const programs = join(root, "node_modules/.cache/countersign", `programs-${process.pid}`);
const data = await mkdtemp(join(tmpdir(), "countersign-data-"));
// PostgreSQL may run as another account, which has to reach its files.
await chmod(data, 0o755);
process.env[bundledPrograms] = programs;
process.env[preparedData] = data;

const print = (output: string): boolean => process.stdout.write(output);
for (const stage of chosen) {
  const failed = await runStage(stage, { run, print, now: () => performance.now() });
  if (failed.length === 0) continue;
  print(`\nFailed: ${failed.map((script) => `npm run ${script}`).join(", ")}\n`);
  process.exitCode = 1;
  break;
}
for (const made of [programs, data]) await rm(made, { recursive: true, force: true });
print(
  `${process.exitCode === 1 ? "Not green" : "All green"} (${Math.round((performance.now() - startedAt) / 1_000)} s)\n`,
);
