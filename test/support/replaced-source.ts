import { join } from "node:path";

/** By the end of the file's name: the text to replace, and its replacement. */
export interface Replacement {
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

/** For starting one of the programs with changed source text. */
export const replacedSource = (replacements: readonly Replacement[]): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import ${join(import.meta.dirname, "replace-source.ts")}`,
  COUNTERSIGN_TEST_REPLACED: JSON.stringify(replacements),
});
