/**
 * `npm run rules [-- ID…]`: each rule of docs/rules.md with its required level, the tests that name its id, the level that
 * each of them reaches, and how many rules are met. `--below` lists only those that are not met, `--missing` those without
 * a test, `--json` prints data. Fails when a test names an id that is not a rule.
 */
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { readCatalogue } from "./rules/catalogue.ts";
import { evidenceOf } from "./rules/evidence.ts";
import { importsIn } from "./source/imports.ts";
import { matchTests } from "./rules/match.ts";
import type { RuleReport } from "./rules/report.ts";
import { ruleLines, summaryLines } from "./rules/report.ts";
import { ruleStatus } from "./rules/status.ts";
import { starters } from "./rules/starters.ts";
import { readTitles } from "./rules/titles.ts";

const { values: wish, positionals: wanted } = parseArgs({
  options: { below: { type: "boolean" }, missing: { type: "boolean" }, json: { type: "boolean" } },
  allowPositionals: true,
});
const root = resolve(import.meta.dirname, "..");
const rules = readCatalogue(readFileSync(join(root, "docs/rules.md"), "utf8"));
const unknown = wanted.filter((id) => !rules.some((rule) => rule.id === id));
if (unknown.length > 0) throw new Error(`docs/rules.md has no ${unknown.join(", ")}`);

const files = globSync("{shared,main,renderer,server,build,test}/**/*.{test,spec}.{ts,tsx}", {
  cwd: root,
  exclude: ["**/node_modules"],
});
const tests = files
  .map((file) => file.replaceAll("\\", "/"))
  .toSorted()
  .flatMap((file) => readTitles(file, readFileSync(join(root, file), "utf8")).map((title) => ({ file, title })));
const importsOf = importsIn(root);
const { testsOf, problems } = matchTests(rules, tests, (file) => evidenceOf(file, starters, importsOf));

const report = rules.map((rule): RuleReport => {
  const shown = testsOf.get(rule.id) ?? [];
  const status = ruleStatus(
    rule,
    shown.map(({ evidence }) => evidence),
  );
  return { ...rule, status, tests: shown };
});
const listed = report
  .filter(({ id }) => wanted.length === 0 || wanted.includes(id))
  .filter(({ status }) => !wish.below || !status.isMet)
  .filter(({ tests: shown }) => !wish.missing || shown.length === 0);

if (wish.json) {
  console.log(JSON.stringify(listed, null, 2));
} else {
  for (const rule of listed) console.log(ruleLines(rule));
  if (wanted.length === 0) console.log(`\n${summaryLines(report)}`);
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
