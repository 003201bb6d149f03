/**
 * The part of `npm run check:unused` that knip cannot do: fails when a module that is listed as waiting for its caller
 * (unused/awaited-modules.ts) has one, and when an export marked `@internal` is used by tests alone. Knip checks that all
 * others have a caller.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { importsIn } from "./source/imports.ts";
import { awaitedModules } from "./unused/awaited-modules.ts";
import { reachedFrom } from "./unused/callers.ts";
import { internalForTestsOnly } from "./unused/internal-exports.ts";
import { programs } from "./unused/programs.ts";

const root = resolve(import.meta.dirname, "..");
const reached = reachedFrom(programs, importsIn(root));
for (const { module, awaits } of awaitedModules) {
  if (!existsSync(join(root, module)))
    console.error(`${module} does not exist: remove it from build/unused/awaited-modules.ts`);
  else if (reached.has(module))
    console.error(
      `${module} has a caller now: remove it from build/unused/awaited-modules.ts (it waited for ${awaits})`,
    );
  else continue;
  process.exitCode = 1;
}

const shipped = globSync("{shared,main,renderer,server}/**/*.{ts,tsx}", {
  cwd: root,
  exclude: ["**/node_modules", "**/testing/**", "**/*.test.*"],
}).map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
for (const { file, name } of internalForTestsOnly(shipped)) {
  console.error(
    `${file}: ${name} is used by tests alone; remove it, or mark it @awaited with the feature that will use it`,
  );
  process.exitCode = 1;
}
