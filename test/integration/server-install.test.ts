import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { finished } from "@countersign/server/testing/finished.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { startProgram } from "@countersign/server/testing/program.ts";

const repository = resolve(import.meta.dirname, "../..");
/** npm tells the programs that it runs where it is: `npm run test:unit -- test/integration/server-install`. */
const npm = process.env["npm_execpath"] ?? "npm";

/** The first Node on the PATH: it runs JavaScript, including npm and install scripts, but is too old for TypeScript. */
const oldNode = `#!/bin/sh
case "$1" in
  *.ts) echo "Unknown file extension .ts" >&2; exit 20 ;;
  *) exec "${process.execPath}" "$@" ;;
esac
`;

describe("the backend installed by itself", { timeout: 300_000 }, () => {
  let folder: TemporaryFolder;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await temporaryFolder();
    // When started by root, PostgreSQL runs as another user, who has to be able to read its programs.
    await chmod(folder.path, 0o755);
    for (const name of ["package.json", "package-lock.json", ".npmrc", "shared", "server"]) {
      const isOwn = (path: string): boolean => !path.endsWith("node_modules");
      await cp(join(repository, name), join(folder.path, name), { recursive: true, filter: isOwn });
    }
    await mkdir(join(folder.path, "bin"));
    await writeFile(join(folder.path, "bin/node"), oldNode, { mode: 0o755 });
    environment = { ...process.env, PATH: [join(folder.path, "bin"), "/usr/bin", "/bin"].join(delimiter) };
    const install = ["ci", "--omit=dev", "--workspace", "server", "--prefer-offline"];
    const { code, err } = await finished(process.execPath, [npm, ...install], { env: environment, cwd: folder.path });
    if (code !== 0) throw new Error(`The installation failed:\n${err}`);
  }, 300_000);

  afterAll(async () => folder[Symbol.asyncDispose]());

  it("has its own Node, and nothing of the desktop's", async () => {
    const packages = await readdir(join(folder.path, "node_modules"));
    expect(packages).toEqual(expect.arrayContaining(["fastify", "kysely", "node", "zod"]));
    expect(packages.filter((name) => /^(electron|react|rxdb|rxjs|vite|vitest|typescript)/.test(name))).toEqual([]);
  });

  it("starts and reports that it is ready, though an older Node comes first on the PATH", async () => {
    const start = ["run", "start", "--workspace", "server", "--", "--port", "0", "--data", join(folder.path, "data")];
    const server = await startProgram([process.execPath, npm, ...start], folder.path, environment);
    try {
      expect((await fetch(`${server.ready.server}/ready`)).status).toBe(200);
    } finally {
      await server.stop();
      // npm does not wait for the programs that it started.
      await expect.poll(() => existsSync(join(folder.path, "data/postgres/postmaster.pid"))).toBe(false);
    }
  });
});
