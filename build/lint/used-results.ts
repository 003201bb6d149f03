import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { workshopFiles } from "./rooms.ts";

/** The name of each function or method, and its declared type, that answers a `Result`, at once or later. */
const declaration =
  /\bconst (\w+) = (?:async )?(?:<[^()]*>)?\((?:(?!=> \{)[^;{}]|\{[^{}]*\})*?\): (?:Promise<)?Result</g;

/** The functions of this source text that give a `Result`. */
export const functionsOfResults = (text: string): string[] =>
  [...text.matchAll(declaration)].flatMap(([, name]) => name ?? []);

/** The functions of the production code under these folders that give a `Result`; an exported name stands only once. */
export const indexResults = (root: string, folders: readonly string[]): ReadonlySet<string> => {
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root, exclude: ["**/node_modules/**"] },
  ).filter((file) => !workshopFiles.test(file));
  return new Set(files.flatMap((file) => functionsOfResults(readFileSync(join(root, file), "utf8"))));
};

/** The parts of a statement's expression that this rule looks at. */
export interface ExpressionNode {
  readonly type: string;
  readonly argument?: ExpressionNode;
  readonly callee?: ExpressionNode;
  readonly name?: string;
}

/** The function whose result a statement drops: `f()`, `await f()`, `void f()`. */
export const droppedCall = (node: ExpressionNode | undefined): string | undefined => {
  switch (node?.type) {
    case "AwaitExpression":
    case "UnaryExpression":
      return droppedCall(node.argument);
    case "CallExpression":
      return node.callee?.name;
    default:
      return undefined;
  }
};
