import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { workshopFiles } from "./rooms.ts";

/** Every exported name of the production code, with the files that export it. */
export type ExportIndex = ReadonlyMap<string, readonly string[]>;

/** Top-level exports, formatted: an export begins its line. */
const declaration =
  /^export (?:declare )?(?:async )?(?:const enum|abstract class|const|let|function\*?|class|interface|type|enum) (\w+)/gm;

/** `export { a, b as c };` gives names of its own; with `from` it re-exports the names of another file. */
const list = /^export (?:type |const )?\{([^}]*)\}(?! from)/gm;

/** The names that this source text exports, a type and a value of one name counted once. */
export const exportedNames = (text: string): Set<string> => {
  const declared = [...text.matchAll(declaration)].flatMap(([, name]) => name ?? []);
  const listed = [...text.matchAll(list)].flatMap(([, names = ""]) =>
    names.split(",").flatMap((one) => /(\w+)\s*$/.exec(one)?.[1] ?? []),
  );
  return new Set([...declared, ...listed]);
};

/** Reads all production code under these folders of the repository; tests and what they share may repeat a name. */
export const indexExports = (root: string, folders: readonly string[]): ExportIndex => {
  const index = new Map<string, string[]>();
  for (const found of globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: root },
  )) {
    const file = found.split(sep).join("/");
    if (workshopFiles.test(file)) continue;
    for (const name of exportedNames(readFileSync(join(root, file), "utf8")))
      index.set(name, [...(index.get(name) ?? []), file]);
  }
  return index;
};

/** The other files that export this name. */
export const otherExporters = (index: ExportIndex, name: string, file: string): readonly string[] =>
  workshopFiles.test(file) ? [] : (index.get(name) ?? []).filter((other) => other !== file);
