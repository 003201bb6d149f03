import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "./catalogue.ts";
import { matchTests } from "./match.ts";
import { readIds, readTitles } from "./titles.ts";

const root = resolve(import.meta.dirname, "../..");

describe("the rule catalogue", () => {
  it("reads id, kind and text of each row, whatever the padding", () => {
    const markdown =
      "| id  | kind |\n| --- | --- |\n| I17 | CHECK | Always asks |\n| D09 | FLOW  | Works offline   |\n";
    expect(readCatalogue(markdown)).toEqual([
      { id: "I17", kind: "CHECK", text: "Always asks" },
      { id: "D09", kind: "FLOW", text: "Works offline" },
    ]);
  });

  it("refuses an id that stands there twice", () => {
    expect(() => readCatalogue("| I17 | CHECK | One |\n| I17 | CHECK | Two |")).toThrow("I17 twice");
  });

  it("holds every rule of the six systems without a gap", () => {
    const ids = readCatalogue(readFileSync(resolve(root, "docs/rules.md"), "utf8")).map(({ id }) => id);
    const sizes = { D: 14, A: 96, I: 26, W: 72, T: 40, S: 66 };
    const all = Object.entries(sizes).flatMap(([letter, size]) =>
      Array.from({ length: size }, (_, index) => letter + String(index + 1).padStart(2, "0")),
    );
    expect(ids).toEqual(all);
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

  it("leaves out what is skipped, planned or no test", () => {
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

  it("finds ids as whole words, each once", () => {
    expect(readIds("I17, S48/S66 and I17 again; not XI17, I170, i17 or T1")).toEqual(["I17", "S48", "S66"]);
  });
});

describe("rules and tests", () => {
  const rules = readCatalogue("| I17 | CHECK | Always asks |\n| I22 | FLOW | Ends |");

  it("lists the tests of each rule", () => {
    const { testsOf, problems } = matchTests(rules, [{ file: "plan.test.ts", title: "plan › I17 asks" }]);
    expect([...testsOf]).toEqual([
      ["I17", ["plan.test.ts › plan › I17 asks"]],
      ["I22", []],
    ]);
    expect(problems).toEqual([]);
  });

  it("reports a test that names no rule", () => {
    const { problems } = matchTests(rules, [{ file: "plan.test.ts", title: "I99 asks" }]);
    expect(problems).toEqual(["I99 is no rule: plan.test.ts › I99 asks"]);
  });
});

describe("npm run rules", () => {
  it("knows every id that a test names, and counts the rest", () => {
    const output = execFileSync(process.execPath, [resolve(root, "build/rules.ts"), "--missing"], { encoding: "utf8" });
    expect(output).toMatch(/^all +314 rules, +\d+ without a test$/m);
  });
});
