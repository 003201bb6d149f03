import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** A sandbox like Stryker's: a copy of the tree, inside it, with the installed packages linked. */
let sandbox: string;

const changedIn = (folder: string, file: string): Promise<void> =>
  writeFile(join(sandbox, folder, file), "export const isChanged = true;\n");

beforeAll(async () => {
  await mkdir(join(root, "reports"), { recursive: true });
  sandbox = await mkdtemp(join(root, "reports/sandbox-test-"));
  for (const path of ["package.json", "shared/package.json", "server/package.json", "build/mutation", "test/support"])
    await cp(join(root, path), join(sandbox, path), { recursive: true });
  await symlink(join(root, "node_modules"), join(sandbox, "node_modules"));
});
afterAll(() => rm(sandbox, { recursive: true, force: true }));

/** Otherwise it would reach the tree's own code through `node_modules`, and every mutant would survive. */
it.each(["shared", "server"])(
  "a test in a sandbox that imports @countersign/%s by its name gets the changed code",
  async (folder) => {
    await changedIn(folder, "canary.ts");
    const test = `import { expect, it } from "vitest";
      import { isChanged } from "@countersign/${folder}/canary.ts";
      it("is changed", () => expect(isChanged).toBe(true));`;
    await writeFile(join(sandbox, `build/mutation/${folder}-canary.test.ts`), test);
    const env = { ...process.env, MUTATION_TESTS: JSON.stringify([`build/mutation/${folder}-canary.test.ts`]) };
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const args = [vitest, "run", "--root", sandbox, "--config", "build/mutation/vitest.config.ts"];
    await expect(run(process.execPath, args, { cwd: sandbox, env })).resolves.toMatchObject({ stderr: "" });
  },
);
