/**
 * `npm run rules`: each rule of docs/rules.md with the tests that name its id, and how many have none.
 * `--missing` lists only those without a test, `--json` prints data. Fails when a test names an id that is not a rule.
 */
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readCatalogue, systems } from "./rules/catalogue.ts";
import { matchTests } from "./rules/match.ts";
import { readTitles } from "./rules/titles.ts";

const { values: wish } = parseArgs({ options: { missing: { type: "boolean" }, json: { type: "boolean" } } });
const root = resolve(import.meta.dirname, "..");
const rules = readCatalogue(readFileSync(join(root, "docs/rules.md"), "utf8"));

const files = globSync("{shared,main,renderer,server,build,test}/**/*.{test,spec}.{ts,tsx}", { cwd: root });
const tests = files
  .toSorted()
  .flatMap((file) => readTitles(file, readFileSync(join(root, file), "utf8")).map((title) => ({ file, title })));
const { testsOf, problems } = matchTests(rules, tests);

const report = rules
  .map((rule) => ({ ...rule, tests: testsOf.get(rule.id) ?? [] }))
  .filter((rule) => !wish.missing || rule.tests.length === 0);

if (wish.json) {
  console.log(JSON.stringify(report, null, 2));
} else {
  for (const { id, kind, text, tests: named } of report) {
    console.log([`${id} ${kind.padEnd(5)} ${text}`, ...named.map((test) => `      ${test}`)].join("\n"));
  }
  console.log(`\n${summary()}`);
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function summary(): string {
  const lines = Object.entries(systems).map(([letter, name]) =>
    count(`${letter} ${name}`, (id) => id.startsWith(letter)),
  );
  return [...lines, count("all", () => true)].join("\n");
}

function count(name: string, belongs: (id: string) => boolean): string {
  const counted = [...testsOf].filter(([id]) => belongs(id));
  const missing = counted.filter(([, named]) => named.length === 0).length;
  return `${name.padEnd(24)}${String(counted.length).padStart(4)} rules, ${String(missing).padStart(3)} without a test`;
}
