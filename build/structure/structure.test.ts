import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { circlesIn } from "./circles.ts";
import { pointingUp } from "./floors.ts";
import { levelsOf } from "./levels.ts";
import { repeatsIn } from "./repeats.ts";
import { structureReport } from "./report.ts";
import { readSources } from "./sources.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "structure-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
};

const graphOf = (arrows: Readonly<Record<string, string>>) =>
  new Map(Object.entries(arrows).map(([from, to]) => [from, to.split("")]));

describe("the shipped code", () => {
  it("is read with every way to name a module, type imports included, and without its tests", async () => {
    await write({
      "server/a.ts": `
        import type { B } from "./b.ts";
        export { c } from "@countersign/server/c.ts";
        export type D = import("./d.ts").D;
        export const later = () => import("./e.ts");
        import { z } from "zod/v4";
        export const where = require.resolve("@scope/package/file.js");
        import { join } from "node:path";`,
      "server/b.ts": "",
      "server/c.ts": "",
      "server/d.ts": "",
      "server/e.ts": "",
      "server/a.test.ts": `import "./a.ts";`,
      "server/testing/own.ts": "",
      "test/e2e.ts": "",
    });
    const sources = readSources(root);
    expect(sources.map(({ file }) => file)).toEqual(["a", "b", "c", "d", "e"].map((name) => `server/${name}.ts`));
    expect(sources[0]?.imports).toEqual(["server/b.ts", "server/c.ts", "server/d.ts", "server/e.ts"]);
    expect(sources[0]?.packages).toEqual(["zod", "@scope/package"]);
  });

  it("knows its functions by their names and lines", async () => {
    await write({ "server/a.ts": "const one = () => {\n  return 1;\n};\n\nfunction two() {\n  return one();\n}\n" });
    expect(readSources(root)[0]?.functions).toEqual([
      { name: "one", line: 1, lines: 3 },
      { name: "two", line: 5, lines: 3 },
    ]);
  });
});

describe("cycles", () => {
  it("are found with all their members, and a chain is not one", () => {
    expect(circlesIn(graphOf({ a: "b", b: "c", c: "d", d: "" }))).toEqual([]);
    expect(circlesIn(graphOf({ a: "b", b: "c", c: "bd", d: "e", e: "d" }))).toEqual([
      ["d", "e"],
      ["b", "c"],
    ]);
  });

  it("leave imports that point up, as few as possible", () => {
    expect(pointingUp(graphOf({ a: "bcd", b: "cd", c: "d", d: "" }))).toBe(0);
    expect(pointingUp(graphOf({ d: "abc", c: "ab", b: "a", a: "d" }))).toBe(1);
    expect(pointingUp(graphOf({ a: "b", b: "a", c: "d", d: "c" }))).toBe(2);
  });

  it("count between folders even where no two files import each other", async () => {
    await write({
      "server/one/a.ts": `import "../two/a.ts";`,
      "server/one/b.ts": "",
      "server/two/a.ts": "",
      "server/two/b.ts": `import type { B } from "../one/b.ts";`,
      "server/main.ts": `import "./one/a.ts";`,
    });
    expect(levelsOf(readSources(root), ["server"])).toEqual([
      { folder: "server", folders: 2, files: 1, imports: 3, up: 1, circles: [["one", "two"]] },
    ]);
  });
});

describe("repeats", () => {
  const copy = (name: string, word: string, more = "") => `
    export const ${name} = (${word}: readonly string[]): string[] => {
      const found: string[] = [];
      for (const each of ${word}) {
        if (each.startsWith("${word}")) continue;
        found.push(each.trim());
      }
      ${more}
      return found.toSorted();
    };
  `;

  it("are found despite other names, once for each pair, as a whole", async () => {
    await write({ "server/a.ts": copy("one", "letters"), "server/b.ts": `\n${copy("two", "lines")}` });
    expect(repeatsIn(readSources(root))).toEqual([
      [
        { file: "server/a.ts", line: 2, lines: 9 },
        { file: "server/b.ts", line: 3, lines: 9 },
      ],
    ]);
  });

  it("are not found if the code does something else", async () => {
    await write({ "server/a.ts": copy("one", "letters"), "server/b.ts": copy("two", "lines", "found.reverse();") });
    expect(repeatsIn(readSources(root))).toEqual([]);
  });
});

describe("the report", () => {
  it("counts long files and functions, cycles and repetitions", async () => {
    const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join("\n");
    await write({
      "main/a.ts": `import type { B } from "./b.ts";\nexport const long = () => {\n${lines(60, "  // on")}\n};\n`,
      "main/b.ts": `import type { A } from "./a.ts";\n${lines(300, "// on")}\n`,
    });
    const report = structureReport(readSources(root));
    expect(report).toContain("circles of files, types counted: 1\n  2 files: main/a.ts, main/b.ts");
    expect(report).toContain("files of more than 300 lines: 1\n  main/b.ts, 301 lines");
    expect(report).toContain("functions of more than 60 lines: 1\n  main/a.ts:2 long, 62 lines");
    expect(report).toContain("equal but for names and literals: 0");
  });

  it("finds no cycle in this repository", () => {
    const sources = readSources(resolve(import.meta.dirname, "../.."));
    expect(circlesIn(new Map(sources.map(({ file, imports }) => [file, imports])))).toEqual([]);
  }, 60_000);
});
