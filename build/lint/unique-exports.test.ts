import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Finding, type LintedTree, makeLintedTree } from "./testing/linted-tree.ts";
import { exportedNames } from "./unique-exports.ts";

const files: Readonly<Record<string, readonly string[]>> = {
  "shared/domain/money.ts": [
    `export interface Money { readonly amountMinor: number }`,
    `export const moneySchema = 1;`,
    `export type Currency = string;`,
    `export const currencyOf = 1;`,
  ],
  "renderer/kit/Money.tsx": [`export const Money = 1;`, `const inner = 2;`, `export { inner as currencyOf };`],
  // A type and its schema may share a name in one file, and what is not exported does not matter elsewhere.
  "shared/domain/verdict.ts": [`export const Verdict = 1;`, `export type Verdict = number;`, `const Currency = 1;`],
  // A re-export is not a second meaning.
  "main/store/storage/index.ts": [`export { Verdict } from "#shared/domain/verdict.ts";`],
  // Tests, and what they share, may repeat a name.
  "shared/domain/money.test.ts": [`export const moneySchema = 1;`],
  "server/testing/money.ts": [`export const moneySchema = 1;`],
  "test/money.ts": [`export const moneySchema = 1;`],
};

let tree: LintedTree;
let findings: readonly Finding[];

beforeAll(async () => {
  tree = await makeLintedTree();
  for (const [file, lines] of Object.entries(files)) await tree.write(file, lines);
  findings = await tree.lint("countersign(unique-exports)");
}, 60_000);

afterAll(() => tree.remove());

const refusedIn = (file: string) =>
  findings.filter(({ filename }) => filename === file).map(({ line }) => files[file]?.[line - 1]);

describe("the rule of unique exports", () => {
  it("refuses a name that another file exports, in both files, whether type or value, declared or listed", () => {
    const [money = [], text = []] = [files["shared/domain/money.ts"], files["renderer/kit/Money.tsx"]];
    expect(refusedIn("shared/domain/money.ts")).toEqual([money[0], money[3]]);
    expect(refusedIn("renderer/kit/Money.tsx")).toEqual([text[0], text[2]]);
  });

  it("names the other files", () => {
    const { message } = findings.find(({ filename }) => filename === "renderer/kit/Money.tsx") ?? {};
    expect(message).toContain("Money is exported by shared/domain/money.ts as well");
  });

  it("allows a name that is exported once, re-exported, or used in tests", () => {
    const others = Object.keys(files).filter((file) => !/[mM]oney\.tsx?$/.test(file) || file.includes("test"));
    expect(others.flatMap(refusedIn)).toEqual([]);
  });

  it("recognizes every way to export a name", () => {
    const text = [
      "export const a = 1;",
      "export async function b() {}",
      "export function* c() {}",
      "export abstract class D {}",
      "export interface E {}",
      "export type F = 1;",
      "export enum G {}",
      "export const { h, i: j } = both;",
      "export { k, l as m };",
      "export type { N };",
      `export { o } from "./o.ts";`,
      "const p = 1;",
    ].join("\n");
    expect([...exportedNames(text)].sort()).toEqual(["D", "E", "F", "G", "N", "a", "b", "c", "h", "j", "k", "m"]);
  });
});
