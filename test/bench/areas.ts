import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { BenchCase } from "./measurement.ts";

/** A case and its file. */
export interface FoundCase {
  readonly name: string;
  readonly areaFile: string;
}

/** The cases that an area's file exports. */
export const casesOf = async (areaFile: string): Promise<readonly BenchCase[]> => {
  const { cases } = (await import(pathToFileURL(areaFile).href)) as { readonly cases: readonly BenchCase[] };
  return cases;
};

/** The cases of one area, in the area's order. */
export const casesIn = async (areaFile: string): Promise<FoundCase[]> =>
  (await casesOf(areaFile)).map(({ name }) => ({ name, areaFile }));

/** All cases: each folder beside this file with an `area.ts` is an area. */
export const allCases = async (): Promise<FoundCase[]> => {
  const files = globSync("*/area.ts", { cwd: import.meta.dirname }).toSorted();
  return (await Promise.all(files.map((file) => casesIn(join(import.meta.dirname, file))))).flat();
};
