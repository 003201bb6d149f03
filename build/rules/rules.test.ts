import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "./catalogue.ts";
import type { Evidence } from "./evidence.ts";
import { matchTests } from "./match.ts";
import { readIds, readTitles } from "./titles.ts";

const root = resolve(import.meta.dirname, "../..");

describe("the rule catalogue", () => {
  it("reads id, kind, level and text of each row, whatever the padding", () => {
    const markdown =
      "| id  | kind | level | rule |\n| --- | --- | --- | --- |\n| I17 | CHECK | partner | Always asks |\n| D09 | FLOW  | screen | Works offline   |\n";
    expect(readCatalogue(markdown)).toEqual([
      { id: "I17", kind: "CHECK", level: "partner", text: "Always asks" },
      { id: "D09", kind: "FLOW", level: "screen", text: "Works offline" },
    ]);
  });

  it("refuses a duplicate id", () => {
    expect(() => readCatalogue("| I17 | CHECK | partner | One |\n| I17 | CHECK | partner | Two |")).toThrow(
      "I17 twice",
    );
  });

  it("refuses a row that names no level", () => {
    expect(() => readCatalogue("| I17 | CHECK | engine | One |")).toThrow("gives I17 no level");
    expect(() => readCatalogue("| I17 | CHECK | One |")).toThrow("gives I17 no level");
  });

  const catalogue = readCatalogue(readFileSync(resolve(root, "docs/rules.md"), "utf8"));

  it("holds every rule of the six systems without a gap", () => {
    const ids = catalogue.map(({ id }) => id);
    const sizes = { D: 14, A: 96, I: 26, W: 72, T: 40, S: 66 };
    const all = Object.entries(sizes).flatMap(([letter, size]) =>
      Array.from({ length: size }, (_, index) => letter + String(index + 1).padStart(2, "0")),
    );
    expect(ids).toEqual(all);
  });

  it("requires a screen for what people see or are told, and a partner for what programs exchange", () => {
    const levelsOf = (...kinds: string[]) =>
      new Set(catalogue.filter(({ kind }) => kinds.includes(kind)).map(({ level }) => level));
    expect(levelsOf("UI", "WARN", "MSG")).toEqual(new Set(["screen"]));
    expect(levelsOf("API", "NOTIF")).toEqual(new Set(["partner"]));
    expect(catalogue.filter(({ text }) => /^(Column|Field)\b/.test(text)).map(({ level }) => level)).not.toContain(
      "partner",
    );
    expect(catalogue.filter(({ level }) => level === "product").map(({ id }) => id)).toEqual(["D02", "D13", "D14"]);
  });
});

describe("the titles of a test file", () => {
  const titles = (source: string): readonly string[] => readTitles("example.test.tsx", source);

  it("carries the suites around a test", () => {
    expect(
      titles(
        `describe("plan", () => { describe("limits", () => { it("I04 asks", () => {}); }); it("ends", () => {}); })`,
      ),
    ).toEqual(["plan › limits › I04 asks", "plan › ends"]);
  });

  it("reads tables, modifiers, templates and joined strings", () => {
    expect(
      titles(`
        it.each([[f("x")]])("S31 any of %s", () => {});
        test.concurrent("D09 waits", async () => { await test.step("I18 is a step", () => {}); });
        it(\`I22 ends \${status} flows\`, () => {});
        it("S47 withdraws " + "at once", () => {});
      `),
    ).toEqual(["S31 any of %s", "D09 waits", "I22 ends … flows", "S47 withdraws at once"]);
  });

  it("leaves out what is skipped, planned or not a test", () => {
    expect(
      titles(`
        it.skip("I01", () => {});
        it.todo("I02");
        describe.skip("off", () => { it("I03", () => {}); });
        const note = <p title="I04">I05</p>; // it("I06")
        log("I07");
      `),
    ).toEqual([]);
  });

  it("leaves out what some machines skip", () => {
    expect(
      titles(`
        describe.skipIf(isMissing)("elsewhere", () => { it("I01", () => {}); });
        it.runIf(isThere)("I02", () => {});
        test.describe("in Electron", () => { test.skip(!isThere, "no Electron"); test("I03", () => {}); });
        test("I04", () => {});
      `),
    ).toEqual(["I04"]);
  });

  it("finds ids as whole words, each once", () => {
    expect(readIds("I17, S48/S66 and I17 again; not XI17, I170, i17 or T1")).toEqual(["I17", "S48", "S66"]);
  });
});

describe("rules and tests", () => {
  const rules = readCatalogue("| I17 | CHECK | partner | Always asks |\n| I22 | FLOW | partner | Ends |");
  const evidence: Evidence = { level: "engine", network: undefined, isOfProduct: false };

  it("lists the tests of each rule with what each can show", () => {
    const { testsOf, problems } = matchTests(
      rules,
      [{ file: "plan.test.ts", title: "plan › I17 asks" }],
      () => evidence,
    );
    expect([...testsOf]).toEqual([
      ["I17", [{ name: "plan.test.ts › plan › I17 asks", evidence }]],
      ["I22", []],
    ]);
    expect(problems).toEqual([]);
  });

  it("reports a test that names an unknown rule", () => {
    const { problems } = matchTests(rules, [{ file: "plan.test.ts", title: "I99 asks" }], () => evidence);
    expect(problems).toEqual(["I99 is not a rule: plan.test.ts › I99 asks"]);
  });
});

describe("npm run rules", () => {
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, [resolve(root, "build/rules.ts"), ...args], { encoding: "utf8" });

  it("knows every id that a test names, and ends with the sum of all", () => {
    const [, ...sums] =
      /^314 rules: met (\d+) \(screen (\d+), partner (\d+)\), below (\d+) \(partner (\d+), engine (\d+), none (\d+)\)$/
        .exec(run("--missing").trimEnd().split("\n").at(-1) ?? "")
        ?.map(Number) ?? [];
    const [met = NaN, metScreen = NaN, metPartner = NaN, below = NaN, ...levels] = sums;
    expect(met + below).toBe(314);
    expect(metScreen + metPartner).toBe(met);
    expect(levels.reduce((all, count) => all + count, 0)).toBe(below);
  });

  it("shows one rule with its tests, and nothing else", () => {
    const [rule, ...tests] = run("A38").trimEnd().split("\n");
    expect(rule).toMatch(/^A38 CHECK screen  At most one primary group/);
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((line) => !/^ {6}\[\w.*\] .* › .*A38/.test(line))).toEqual([]);
  });

  it("refuses an unknown id", () => {
    expect(() => run("A99")).toThrow("docs/rules.md has no A99");
  });
});
