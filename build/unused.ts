/**
 * The part of `npm run check:unused` that knip cannot do: fails when a module that is listed as waiting for its caller
 * (unused/awaited-modules.ts) has one. Knip checks that all others have a caller.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { importsIn } from "./source/imports.ts";
import { awaitedModules } from "./unused/awaited-modules.ts";
import { reachedFrom } from "./unused/callers.ts";
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
