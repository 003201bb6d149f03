/**
 * `npm run test:electron`: the tests of test/e2e/electron on a real Electron, with a display of their own. Fails if none
 * can start, and says what is missing. With `--where-possible`, which `npm test` uses, they then count as not run.
 * Other arguments go to Playwright.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { openDisplay } from "./real-electron/display.ts";
import { findRealElectron } from "./real-electron/find.ts";
import { notRun } from "./real-electron/report.ts";
import { readTitles } from "./rules/titles.ts";

const root = resolve(import.meta.dirname, "..");
const folder = join(root, "test/e2e/electron");
const wherePossible = "--where-possible";

const args = process.argv.slice(2);
const found = findRealElectron();
if (found.ok) {
  console.log(
    `Electron: the tests run on ${found.value.isProducts ? "the product's" : "the older"} Electron ${found.value.version}.`,
  );
  process.exitCode = await runTests(args.filter((argument) => argument !== wherePossible));
} else {
  console.log(notRun(countTests(), found.error));
  process.exitCode = args.includes(wherePossible) ? 0 : 1;
}

async function runTests(wished: readonly string[]): Promise<number> {
  await using display = await openDisplay();
  const cli = join(root, "node_modules/@playwright/test/cli.js");
  const child = spawn(process.execPath, [cli, "test", "--config", join(folder, "playwright.config.ts"), ...wished], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...display.env },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

function countTests(): number {
  const files = globSync("**/*.spec.ts", { cwd: folder });
  return files.flatMap((file) => readTitles(file, readFileSync(join(folder, file), "utf8"))).length;
}
