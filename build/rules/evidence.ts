import type { ReadImports } from "#build/source/imports.ts";
import type { Starter } from "./starters.ts";

/** How far from the engine a test is, the farthest first. */
export const levels = ["screen", "partner", "engine", "none"] as const;
export type Level = (typeof levels)[number];

/** What the tests of one file can show, by where it lies and what it starts. */
export interface Evidence {
  readonly level: Level;
  /** On which companies and people; undefined where nothing runs that has any. */
  readonly network: "seed" | "founded" | undefined;
  /** It is the built application that the test looks at. */
  readonly isOfProduct: boolean;
}

const isHelper = (module: string): boolean => /^test\/|\/testing\//.test(module);

const reached = (file: string, starters: readonly Starter[], importsOf: ReadImports): ReadonlySet<Starter> => {
  const found = new Set<Starter>();
  const seen = new Set<string>();
  const follow = (from: string): void => {
    if (seen.has(from)) return;
    seen.add(from);
    for (const { module, name } of importsOf(from)) {
      const starter = starters.find((one) => one.module === module && (name === undefined || one.name === name));
      if (starter !== undefined) found.add(starter);
      if (isHelper(module) && /\.tsx?$/.test(module)) follow(module);
    }
  };
  follow(file);
  return found;
};

export const evidenceOf = (file: string, starters: readonly Starter[], importsOf: ReadImports): Evidence => {
  const found = [...reached(file, starters, importsOf)];
  const starts = (what: Starter["starts"]): boolean => found.some((starter) => starter.starts === what);
  // Where both are at hand, nobody can say on which of the two a test shows its rule.
  const isFounded =
    found.some(({ network }) => network === "founded") && !found.some(({ network }) => network === "seed");
  const level = starts("window") && file.startsWith("test/e2e/") ? "screen" : starts("server") ? "partner" : "engine";
  return {
    level,
    network: level === "engine" ? undefined : isFounded ? "founded" : "seed",
    isOfProduct: starts("product"),
  };
};
