import { parseSync, Visitor, type ESTree } from "vite";

interface Suite {
  readonly title: string;
  /** How many titles were read before it. */
  readonly start: number;
  /** Whether it contains `test.skip(isMissing, reason)`. */
  mayBeSkipped: boolean;
}

/**
 * The titles of the tests in one file, each with those of the suites around it: `the engine › I17 asks for every subscription`.
 * Skipped and planned tests (`skip`, `todo`) show nothing and are left out, and so are those that some machines skip: the
 * file does not tell whether they ran.
 */
export function readTitles(file: string, source: string): readonly string[] {
  const titles: string[] = [];
  const suites: Suite[] = [];
  let skipped = 0;

  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);

  new Visitor({
    CallExpression(node) {
      const around = suites.at(-1);
      if (around && skipsSuite(node)) around.mayBeSkipped = true;
      const call = testCall(node);
      if (!call) return;
      if (call.isSkipped) skipped += 1;
      if (call.isSuite) suites.push({ title: call.title, start: titles.length, mayBeSkipped: false });
      else if (skipped === 0) titles.push([...suites.map(({ title }) => title), call.title].join(" › "));
    },
    "CallExpression:exit"(node) {
      const call = testCall(node);
      if (!call) return;
      if (call.isSkipped) skipped -= 1;
      if (!call.isSuite) return;
      const suite = suites.pop();
      if (suite?.mayBeSkipped) titles.length = suite.start;
    },
  }).visit(program);
  return titles;
}

/** The rule ids that a title names, as whole words, each once. */
export function readIds(title: string): readonly string[] {
  return [...new Set(title.match(/\b[DAIWTS]\d\d\b/g))];
}

const leftOut: ReadonlySet<string> = new Set(["skip", "skipIf", "runIf", "todo", "fixme"]);

interface TestCall {
  readonly title: string;
  readonly isSuite: boolean;
  readonly isSkipped: boolean;
}

/** `it("…")`, `test.describe("…")`, `it.each(table)("…")`, `` it.each`table`("…") `` and the like. */
function testCall({ callee, arguments: [first] }: ESTree.CallExpression): TestCall | undefined {
  const names = calleeNames(callee);
  if (!names || !/^(it|test|describe)$/.test(names[0] ?? "") || names.includes("step")) return undefined;
  const title = first && literalText(first);
  if (title === undefined) return undefined;
  return { title, isSuite: names.includes("describe"), isSkipped: names.some((name) => leftOut.has(name)) };
}

/** `test.skip(isMissing, reason)`, which is a condition, not a test. */
function skipsSuite({ callee, arguments: [first] }: ESTree.CallExpression): boolean {
  const isCondition = first !== undefined && first.type !== "SpreadElement" && literalText(first) === undefined;
  return isCondition && calleeNames(callee)?.join(".") === "test.skip";
}

function calleeNames(node: ESTree.Node): readonly string[] | undefined {
  if (node.type === "Identifier") return [node.name];
  if (node.type === "CallExpression") return calleeNames(node.callee);
  if (node.type === "TaggedTemplateExpression") return calleeNames(node.tag);
  if (node.type !== "MemberExpression" || node.property.type !== "Identifier") return undefined;
  const object = calleeNames(node.object);
  return object && [...object, node.property.name];
}

/** The fixed parts of a title; computed parts are shown as `…`. */
function literalText(node: ESTree.Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.cooked ?? "").join("…");
  if (node.type === "BinaryExpression" && node.operator === "+") {
    return `${literalText(node.left) ?? "…"}${literalText(node.right) ?? "…"}`;
  }
  return undefined;
}
