import type { ReadImports } from "#build/source/imports.ts";
import type { Starter } from "./starters.ts";

/** The levels, farthest from the engine first. */
export const levels = ["screen", "partner", "engine", "none"] as const;
export type Level = (typeof levels)[number];

/** What the tests of one file can show, by its folder and what it starts. */
export interface Evidence {
  readonly level: Level;
  /** Whose companies and people it uses; undefined if nothing runs that has any. */
  readonly network: "seed" | "founded" | undefined;
  /** Whether the test is about the built application. */
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
  // If both are available, it is unknown on which of them a test shows its rule.
  const isFounded =
    found.some(({ network }) => network === "founded") && !found.some(({ network }) => network === "seed");
  const level = starts("window") && file.startsWith("test/e2e/") ? "screen" : starts("server") ? "partner" : "engine";
  return {
    level,
    network: level === "engine" ? undefined : isFounded ? "founded" : "seed",
    isOfProduct: starts("product"),
  };
};
