import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";

import { isOwn, pathOf } from "#build/lint/specifier.ts";

/** One name that a module imports from another at run time. */
export interface ImportedName {
  /** From the repository's root, or a package's name. */
  readonly module: string;
  /** Undefined if the whole module is imported, or only loaded. */
  readonly name: string | undefined;
}

const moduleOf = (file: string, specifier: string): string => (isOwn(specifier) ? pathOf(file, specifier) : specifier);

/** What a file imports, statically or dynamically, and re-exports, without types. */
export const readImports = (file: string, source: string): readonly ImportedName[] => {
  const { module, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const imported = module.staticImports.flatMap(({ moduleRequest, entries }): ImportedName[] => {
    const from = moduleOf(file, moduleRequest.value);
    if (entries.length === 0) return [{ module: from, name: undefined }];
    return entries
      .filter(({ isType }) => !isType)
      .map(({ importName }) => ({ module: from, name: importName.name ?? undefined }));
  });
  const handedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName, isType }): ImportedName[] =>
      moduleRequest === null || isType
        ? []
        : [{ module: moduleOf(file, moduleRequest.value), name: importName.name ?? undefined }],
    ),
  );
  const later = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }): ImportedName[] => {
    const specifier = /^["'](.+)["']$/.exec(source.slice(start, end))?.[1];
    return specifier === undefined ? [] : [{ module: moduleOf(file, specifier), name: undefined }];
  });
  return [...imported, ...handedOn, ...later];
};

export type ReadImports = (file: string) => readonly ImportedName[];

/** The imports of the repository's files, each read once. */
export const importsIn = (root: string): ReadImports => {
  const known = new Map<string, readonly ImportedName[]>();
  return (file) => {
    const found = known.get(file) ?? readImports(file, readFileSync(join(root, file), "utf8"));
    known.set(file, found);
    return found;
  };
};
