import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Finding, type LintedTree, makeLintedTree } from "./testing/linted-tree.ts";

/** Each line, and whether a person would read its text there. */
const lines: Readonly<Record<string, readonly (readonly [read: boolean, line: string])[]>> = {
  "renderer/inbox/Empty.tsx": [
    [true, `export const title = "Nothing is waiting for you";`],
    [true, "export const count = (orders: number) => `You have ${orders} orders`;"],
    [true, `export const Leave = () => <p>Leave</p>;`],
    [true, `export const Close = () => <button type="button" aria-label="Close the window" />;`],
    [false, `export const Quiet = () => <p className="visually-hidden quiet" />;`],
    [false, `export const code = "nothing-waits";`],
    [false, "export const both = (first: string, second: string) => `${first} ${second}`;"],
  ],
  "server/features/orders/place.ts": [
    [true, `export const problem = { path: "name", problem: "is missing" };`],
    [false, `export const broken = () => new Error("This cannot be");`],
    [false, `export const told = (log: { warn(text: string): void }) => log.warn("a mail was lost");`],
    [true, `export const asked = (log: { warn(make: () => string): void }) => log.warn(() => "a mail was lost");`],
    [false, `export const route = { schema: { summary: "Places an order" } };`],
    [false, `export const exampleOrder = { customer: "Brass Bakeries" };`],
    [false, `export const page = "<p>One two</p>";`],
    [false, `export const column = "people.document as person";`],
    [false, `export type Kind = "one kind" | "another kind";`],
  ],
  "shared/engine/plan.ts": [[true, `export const why = "The order has no price";`]],
  // Words belong there, tests may say anything, and programs talk to the person who started them.
  "shared/words/en/inbox.ts": [[false, `export const inbox = { empty: "Nothing is waiting for you" };`]],
  "shared/engine/plan.test.ts": [[false, `export const wanted = "The order has no price";`]],
  "server/programs/import/main.ts": [[false, `export const help = "Names a file to import";`]],
};

let tree: LintedTree;
let findings: readonly Finding[];

beforeAll(async () => {
  tree = await makeLintedTree();
  for (const [file, each] of Object.entries(lines))
    await tree.write(
      file,
      each.map(([, line]) => line),
    );
  findings = await tree.lint("countersign(stray-words)");
}, 60_000);

afterAll(() => tree.remove());

describe("the rule of stray words", () => {
  it.each(Object.keys(lines))("finds in %s only what a person would read", (file) => {
    const found = findings.filter(({ filename }) => filename === file).map(({ line }) => lines[file]?.[line - 1]?.[1]);
    expect(found).toEqual(lines[file]?.flatMap(([read, line]) => (read ? [line] : [])));
  });

  it("says where the words belong", () => {
    expect(findings[0]?.message).toContain("shared/words");
  });
});
