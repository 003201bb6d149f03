/**
 * `npm run check:lint`: oxlint, with any further arguments.
 * `npm run check:lint -- --report [FOLDER]` prints the figures of the shipped code's structure instead, of this
 * repository or of another one's folder, so that two days can be compared.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { structureReport } from "./structure/report.ts";
import { readSources } from "./structure/sources.ts";

const root = resolve(import.meta.dirname, "..");
const [first, folder = root, ...others] = process.argv.slice(2);

if (first === "--report") {
  if (others.length > 0) throw new Error("--report takes one folder");
  console.log(structureReport(readSources(resolve(folder))));
} else {
  const args = ["--type-aware", "--deny-warnings", ...process.argv.slice(2)];
  const { status } = spawnSync("oxlint", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  process.exitCode = status ?? 1;
}
