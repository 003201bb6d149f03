import { relative, sep } from "node:path";
import { judgeImport } from "./judge-import.ts";

/** The parts of ESLint's rule interface that this rule uses; oxlint offers the same one. */
interface Context {
  readonly filename: string;
  readonly options: readonly unknown[];
  report(problem: { node: unknown; message: string }): void;
}

interface ModuleNode {
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
}

interface CallNode {
  readonly callee: { readonly type: string; readonly name?: string };
  readonly arguments: readonly { readonly type: string; readonly value?: unknown }[];
}

/**
 * `countersign/rooms`: every way to name a module (import, export from, `import()`, `import("…").Type`, `require`) is
 * judged by `rooms.ts`. Its one option is the repository's root.
 */
const roomsRule = {
  meta: { schema: [{ type: "object", properties: { root: { type: "string" } }, required: ["root"] }] },
  create(context: Context) {
    const root = (context.options[0] as { root: string }).root;
    const file = relative(root, context.filename).split(sep).join("/");

    const judge = (node: unknown, specifier: unknown): void => {
      const problem = typeof specifier === "string" ? judgeImport(file, specifier) : judgeComputed(file);
      if (problem !== undefined) context.report({ node, message: problem });
    };
    const visit = (node: ModuleNode): void => {
      if (node.source) judge(node, node.source.value);
    };

    return {
      ImportDeclaration: visit,
      ExportNamedDeclaration: visit,
      ExportAllDeclaration: visit,
      ImportExpression: visit,
      TSImportType: visit,
      CallExpression(node: CallNode): void {
        if (node.callee.type === "Identifier" && node.callee.name === "require") judge(node, node.arguments[0]?.value);
      },
    };
  },
};

/** A computed module name cannot be judged; code that runs without Node has no use for one. */
function judgeComputed(file: string): string | undefined {
  const usesNode = judgeImport(file, "node:module") === undefined;
  return usesNode ? undefined : "a module is imported by a literal name here, so that it can be checked";
}

export default { meta: { name: "countersign" }, rules: { rooms: roomsRule } };
