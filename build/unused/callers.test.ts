import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readImports } from "#build/source/imports.ts";

import manifest from "../../package.json" with { type: "json" };
import { awaitedModules } from "./awaited-modules.ts";
import { reachedFrom } from "./callers.ts";
import { programs } from "./programs.ts";

const root = resolve(import.meta.dirname, "../..");

describe("the modules that programs reach", () => {
  const files: Readonly<Record<string, string>> = {
    "server/node/main.ts": `import { start } from "./start.ts"; import pg from "pg";`,
    "server/node/start.ts": `export { plan } from "@countersign/shared/plan.ts"; import type { Simulation } from "@countersign/shared/simulate.ts";`,
    "shared/plan.ts": `import { start } from "@countersign/server/node/start.ts"; const later = () => import("./later.ts");`,
    "shared/simulate.ts": "",
    "shared/later.ts": "",
  };
  const reached = (...entries: string[]) =>
    [...reachedFrom(entries, (file) => readImports(file, files[file] ?? ""))].toSorted();

  it("are found through others, even in a cycle; a type import is not a call", () => {
    expect(reached("server/node/main.ts")).toEqual([
      "server/node/main.ts",
      "server/node/start.ts",
      "shared/later.ts",
      "shared/plan.ts",
    ]);
  });
});

describe("the list of modules that wait for their caller", () => {
  it("names modules and programs that exist, each once", () => {
    const names = [...programs, ...awaitedModules.map(({ module }) => module)];
    expect(names.filter((name) => !existsSync(join(root, name)))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("npm run check:unused", () => {
  let tree: string;
  beforeEach(async () => {
    // A small repository of its own, with a program and a list.
    tree = await mkdtemp(join(tmpdir(), "unused-"));
    await mkdir(join(tree, "server/node"), { recursive: true });
    await mkdir(join(tree, "shared"));
    await cp(join(root, "build/unused.ts"), join(tree, "build/unused.ts"));
    await cp(join(root, "knip.config.ts"), join(tree, "knip.config.ts"));
    for (const module of ["callers.ts", "internal-exports.ts"])
      await cp(join(root, "build/unused", module), join(tree, "build/unused", module));
    await cp(join(root, "build/source"), join(tree, "build/source"), { recursive: true });
    await cp(join(root, "build/lint/specifier.ts"), join(tree, "build/lint/specifier.ts"));
    const imports = { "#build/*": "./build/*" };
    await write("package.json", JSON.stringify({ type: "module", imports, workspaces: ["shared", "server"] }));
    for (const name of ["shared", "server"])
      await write(`${name}/package.json`, JSON.stringify({ name: `@countersign/${name}`, type: "module" }));
    await symlink(join(root, "node_modules"), join(tree, "node_modules"), "junction");
    await write("build/unused/programs.ts", `export const programs = ["server/node/main.ts"];`);
    await write(
      "build/unused/awaited-modules.ts",
      `export const awaitedModules = [{ module: "shared/rule.ts", awaits: "its screen" }];`,
    );
    await write("shared/rule.ts", "export const rule = 1;");
  });
  afterEach(() => rm(tree, { recursive: true, force: true }));

  const write = (file: string, text: string) => writeFile(join(tree, file), text);
  const check = () => {
    const { status, stderr } = spawnSync(process.execPath, [join(tree, "build/unused.ts")], { encoding: "utf8" });
    return { status, stderr };
  };

  const knip = () => {
    const [, command = ""] = /knip (--production [^&]*)&&/.exec(manifest.scripts["check:unused"]) ?? [];
    const cli = join(root, "node_modules/knip/bin/knip.js");
    return spawnSync(process.execPath, [cli, ...command.trim().split(" ")], { cwd: tree, encoding: "utf8" });
  };

  it("passes while nothing calls a module in the list", async () => {
    await write("server/node/main.ts", "");
    expect(check()).toEqual({ status: 0, stderr: "" });
  });

  it("fails when a module in the list has a caller, and names the feature that it waited for", async () => {
    await write("server/node/main.ts", `import { rule } from "../../shared/rule.ts"; console.log(rule);`);
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toContain("shared/rule.ts has a caller now");
    expect(stderr).toContain("its screen");
  });

  it("fails when a module in the list does not exist", async () => {
    await write("server/node/main.ts", "");
    await rm(join(tree, "shared/rule.ts"));
    expect(check()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("shared/rule.ts does not exist") as unknown,
    });
  });

  it("fails when a module that is not in the list has no caller, or an export without one is not marked as awaited", async () => {
    await write("server/node/main.ts", `import { used } from "../../shared/used.ts"; console.log(used);`);
    await write(
      "shared/used.ts",
      "export const used = 1;\nexport const lost = 2;\n/** @awaited its screen */\nexport const later = 3;\n",
    );
    await write("shared/left.ts", "export const left = 1;");
    const { status, stdout } = knip();
    expect(status).toBe(1);
    expect(stdout).toContain("shared/left.ts");
    expect(stdout).toMatch(/^lost +shared\/used\.ts/m);
    expect(stdout).not.toMatch(/rule\.ts|^later/m);
  });

  it("fails when an export marked as awaited has a caller", async () => {
    await write("server/node/main.ts", `import { later } from "../../shared/used.ts"; console.log(later);`);
    await write("shared/used.ts", "/** @awaited its screen */\nexport const later = 3;\n");
    const { status, stderr } = knip();
    expect(status).toBe(1);
    expect(stderr).toContain("later");
  });
});
