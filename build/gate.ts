/**
 * `npm test`: the gate, stage by stage (gate/stages.ts); a stage with something that failed is the last. `npm run check` is its
 * first stage alone. What runs side by side is shown part by part, each when it has ended.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

import type { RunPart } from "./gate/run-stage.ts";
import { runStage } from "./gate/run-stage.ts";
import { stages } from "./gate/stages.ts";

const root = resolve(import.meta.dirname, "..");

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());

const run: RunPart = async ([script, ...args], isAlone) => {
  if (stop.signal.aborted) return { isGreen: false, output: "" };
  const child = spawn("npm", ["run", "--silent", script, "--", ...args], {
    cwd: root,
    stdio: isAlone ? "inherit" : ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const end = (): boolean => child.kill("SIGTERM");
  stop.signal.addEventListener("abort", end);
  const said = Promise.all([child.stdout, child.stderr].map(async (output) => (output === null ? "" : text(output))));
  const [code] = (await once(child, "close")) as [number | null];
  stop.signal.removeEventListener("abort", end);
  return { isGreen: code === 0, output: (await said).join("") };
};

const [wished] = process.argv.slice(2);
const chosen = stages.filter(({ name }) => wished === undefined || name === wished);
if (chosen.length === 0) throw new Error(`There is no stage ${wished}`);

const startedAt = performance.now();
const print = (output: string): boolean => process.stdout.write(output);
for (const stage of chosen) {
  const failed = await runStage(stage, { run, print, now: () => performance.now() });
  if (failed.length === 0) continue;
  print(`\nFailed: ${failed.map((script) => `npm run ${script}`).join(", ")}\n`);
  process.exitCode = 1;
  break;
}
print(
  `${process.exitCode === 1 ? "Not green" : "All green"} (${Math.round((performance.now() - startedAt) / 1_000)} s)\n`,
);
