import { existsSync, globSync, readFileSync } from "node:fs";
import { join as joinHere, sep } from "node:path";
import { parseSync } from "vite";
import { isOwn, packageOf, pathOf } from "../lint/specifier.ts";
import { workshopFiles } from "../lint/rooms.ts";
import type { Extent, SyntaxNode } from "./syntax.ts";
import { isNode, linesOf, within } from "./syntax.ts";

/** The folders of shipped code. */
export const shipped: readonly string[] = ["shared", "main", "renderer", "server"];

export interface Source {
  /** From the repository's root, with `/` as separator. */
  readonly file: string;
  readonly lines: number;
  /** The repository's files that it imports, `import type` and `import("…").Type` included, each once. */
  readonly imports: readonly string[];
  /** The packages that it imports, each once. */
  readonly packages: readonly string[];
  readonly functions: readonly NamedFunction[];
  readonly program: SyntaxNode;
  readonly linesOf: (node: SyntaxNode) => Extent;
}

export interface NamedFunction extends Extent {
  readonly name: string;
}

/** The shipped code of a repository: no tests, nothing that only tests use, no tools' configuration. */
export function readSources(root: string): readonly Source[] {
  return globSync(`{${shipped.join(",")}}/**/*.{ts,tsx}`, { cwd: root })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => !workshopFiles.test(file) && !file.endsWith(".d.ts"))
    .toSorted()
    .map((file) => readSource(root, file));
}

function readSource(root: string, file: string): Source {
  const text = readFileSync(joinHere(root, file), "utf8");
  const program = parseSync(file, text).program as unknown as SyntaxNode;
  const extentOf = linesOf(text);
  const specifiers = new Set<string>();
  const functions: NamedFunction[] = [];
  visit(program, "", (node, name) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) specifiers.add(specifier);
    if (isFunction(node)) functions.push({ name, ...extentOf(node) });
  });
  const named = [...specifiers];
  return {
    file,
    lines: text.split("\n").length - 1,
    imports: distinct(named.filter(isOwn).map((specifier) => pathOf(file, specifier))).filter((path) =>
      existsSync(joinHere(root, path)),
    ),
    packages: distinct(named.map(packageOf).filter((name) => name !== undefined)),
    functions,
    program,
    linesOf: extentOf,
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function visit(node: SyntaxNode, name: string, see: (node: SyntaxNode, name: string) => void): void {
  const own = nameOf(node) ?? name;
  see(node, own);
  for (const child of within(node)) visit(child, own, see);
}

/** The module that a node names. `require` is included for the one package that is resolved but not loaded. */
function specifierOf(node: SyntaxNode): string | undefined {
  const { type, source, callee, arguments: args } = node;
  if (/^(Import(Declaration|Expression)|Export(Named|All)Declaration|TSImportType)$/.test(type)) return textOf(source);
  const called = type === "CallExpression" && isNode(callee) ? (callee["object"] ?? callee) : undefined;
  const isRequire = isNode(called) && called.type === "Identifier" && called["name"] === "require";
  return isRequire && Array.isArray(args) ? textOf(args[0]) : undefined;
}

function textOf(literal: unknown): string | undefined {
  return isNode(literal) && typeof literal["value"] === "string" ? literal["value"] : undefined;
}

function isFunction({ type, body }: SyntaxNode): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type) && body !== null;
}

/** The name of a function inside: its own, or that of the variable, property or method that holds it. */
function nameOf(node: SyntaxNode): string | undefined {
  const holder = [node["id"], node["key"]].find(isNode);
  return typeof holder?.["name"] === "string" ? holder["name"] : undefined;
}
