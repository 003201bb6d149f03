import type { ReadImports } from "#build/source/imports.ts";

/** Every module that the given ones reach, directly or through others. */
export const reachedFrom = (entries: readonly string[], importsOf: ReadImports): ReadonlySet<string> => {
  const reached = new Set<string>();
  const follow = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { module } of importsOf(file)) if (/\.tsx?$/.test(module)) follow(module);
  };
  entries.forEach(follow);
  return reached;
};
