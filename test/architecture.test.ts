import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };

const root = resolve(import.meta.dirname, "..");

describe("the repository", () => {
  it("D14 has its named folders and files at the top", () => {
    const names = ["package.json", "electron.config.ts", "main", "renderer", "shared", "test", "build", "server"];
    expect(names.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  it("D13 is built on and tested with the named tools, pinned to exact versions", () => {
    const versions: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
    const named = ["electron", "react", "zustand", "rxdb", "electron-builder"];
    const testing = ["vitest", "@testing-library/react", "@playwright/test"];
    expect(Object.keys(versions)).toEqual(expect.arrayContaining([...named, ...testing]));
    expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("describes each folder of the backend once", () => {
    const folders = readdirSync(join(root, "server"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const described = readFileSync(join(root, "server/README.md"), "utf8").matchAll(/^\| `([a-z]+)` +\|/gm);
    expect([...described].map(([, name]) => name).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  });

  it("runs its scripts with the Node that npm brings", () => {
    expect(process.versions.node).toBe(manifest.devDependencies.node);
  });

  it("has one gate, and CI runs nothing else", () => {
    const lines = readFileSync(join(root, ".ci/run"), "utf8").split("\n");
    expect(lines.filter((line) => line !== "" && !/^(#|set )/.test(line))).toEqual(["npm ci", "npm test"]);
  });

  it("tests no folder by accident: every test file is found by one of the two runners", () => {
    const files = globSync("**/*.{test,spec}.{ts,tsx}", { cwd: root, exclude: ["node_modules", "out", "dist"] });
    const lost = files.filter((file) => {
      const isEndToEnd = file.startsWith(join("test", "e2e"));
      return file.includes(".spec.") !== isEndToEnd;
    });
    expect(lost).toEqual([]);
  });
});
