import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { judgeImport } from "./judge-import.ts";
import { strayWords, unreadPlaces } from "./stray-words.ts";
import type { Unread } from "./stray-words.ts";
import type { ExpressionNode } from "./used-results.ts";
import { droppedCall, functionsOfResults, indexResults } from "./used-results.ts";
import { type ExportIndex, indexExports, otherExporters } from "./unique-exports.ts";

/** The parts of ESLint's rule interface that these rules use; oxlint offers the same one. */
interface Context {
  readonly filename: string;
  readonly options: readonly unknown[];
  report(problem: { node: unknown; message: string }): void;
}

interface ModuleNode {
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
}

interface CalleeNode {
  readonly type: string;
  readonly name?: string;
  readonly object?: CalleeNode;
}

interface CallNode {
  readonly callee: CalleeNode;
  readonly arguments: readonly { readonly type: string; readonly value?: unknown }[];
}

interface NamedNode {
  readonly name?: string;
}

interface ExportNode extends ModuleNode {
  readonly declaration?: {
    readonly id?: NamedNode | null;
    readonly declarations?: readonly { id: NamedNode }[];
  } | null;
  readonly specifiers: readonly { readonly exported: NamedNode }[];
}

/**
 * `countersign/rooms`: every way to name a module (import, export from, `import()`, `import("…").Type`, `require`, `require.resolve`) is
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
        if (isRequire(node.callee)) judge(node, node.arguments[0]?.value);
      },
    };
  },
};

let index: ExportIndex | undefined;

/**
 * `countersign/unique-exports`: a name that production code exports means one thing, so it is exported once, whether as a
 * type or as a value. Its options are the repository's root and the folders of production code.
 */
const uniqueExportsRule = {
  meta: {
    schema: [
      {
        type: "object",
        properties: { root: { type: "string" }, folders: { type: "array", items: { type: "string" } } },
        required: ["root", "folders"],
      },
    ],
  },
  create(context: Context) {
    const { root, folders } = context.options[0] as { root: string; folders: readonly string[] };
    const file = relative(root, context.filename).split(sep).join("/");
    if (!folders.some((folder) => file.startsWith(`${folder}/`))) return {};
    // The files do not change during a run of the linter.
    const exported = (index ??= indexExports(root, folders));
    return {
      ExportNamedDeclaration({ source, declaration, specifiers }: ExportNode): void {
        if (source) return;
        const declared = declaration?.declarations?.map(({ id }) => id) ?? (declaration?.id ? [declaration.id] : []);
        for (const node of [...declared, ...specifiers.map((specifier) => specifier.exported)]) {
          const others = otherExporters(exported, node.name ?? "", file);
          if (others.length > 0)
            context.report({
              node,
              message: `${node.name} is exported by ${others.join(", ")} as well: one name, one meaning`,
            });
        }
      },
    };
  },
};

/**
 * `countersign/stray-words`: text that a person reads is in `shared/words`; all other code uses codes. Its options name the
 * places whose text no person reads.
 */
const strayWordsRule = {
  meta: {
    schema: [
      {
        type: "object",
        properties: Object.fromEntries(
          unreadPlaces.map((place) => [place, { type: "array", items: { type: "string" } }]),
        ),
        required: [...unreadPlaces],
      },
    ],
  },
  create: (context: Context) =>
    strayWords(context.options[0] as Unread, (node, text) =>
      context.report({ node, message: `"${text.trim()}" is read by a person: give it a key in shared/words` }),
    ),
};

let results: ReadonlySet<string> | undefined;

/**
 * `countersign/used-results`: a statement that drops a `Result` goes on as if nothing had been refused. Its options are the
 * repository's root and the folders of production code.
 */
const usedResultsRule = {
  meta: uniqueExportsRule.meta,
  create(context: Context) {
    const { root, folders } = context.options[0] as { root: string; folders: readonly string[] };
    // The files do not change while a run of the linter reads them.
    const known = (results ??= indexResults(root, folders));
    const own = new Set(functionsOfResults(readFileSync(context.filename, "utf8")));
    const imported = new Set<string>();
    return {
      ImportSpecifier({ local: { name = "" } }: { readonly local: NamedNode }): void {
        if (known.has(name)) imported.add(name);
      },
      ExpressionStatement(node: { readonly expression: ExpressionNode }): void {
        const name = droppedCall(node.expression);
        if (name !== undefined && (imported.has(name) || own.has(name)))
          context.report({ node, message: `${name} can fail: look at its result, or return it` });
      },
    };
  },
};

/** `require(…)`, `require.resolve(…)` and the like. */
function isRequire({ type, name, object }: CalleeNode): boolean {
  return type === "Identifier" ? name === "require" : object?.type === "Identifier" && object.name === "require";
}

/** A computed module name cannot be judged; code that runs without Node needs none. */
function judgeComputed(file: string): string | undefined {
  const usesNode = judgeImport(file, "node:module") === undefined;
  return usesNode ? undefined : "a module is imported by a literal name here, so that it can be checked";
}

export default {
  meta: { name: "countersign" },
  rules: {
    rooms: roomsRule,
    "unique-exports": uniqueExportsRule,
    "stray-words": strayWordsRule,
    "used-results": usedResultsRule,
  },
};
