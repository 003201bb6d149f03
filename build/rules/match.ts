import type { Rule } from "./catalogue.ts";
import { readIds } from "./titles.ts";

export interface Test {
  readonly file: string;
  readonly title: string;
}

export interface Match {
  /** For each rule, in the catalogue's order, the tests that name it, as `file › title`. */
  readonly testsOf: ReadonlyMap<string, readonly string[]>;
  /** What is wrong: tests that name an id that is no rule. */
  readonly problems: readonly string[];
}

export function matchTests(rules: readonly Rule[], tests: readonly Test[]): Match {
  const testsOf = new Map<string, string[]>(rules.map(({ id }) => [id, []]));
  const problems: string[] = [];
  for (const { file, title } of tests) {
    for (const id of readIds(title)) {
      const named = testsOf.get(id);
      if (named) named.push(`${file} › ${title}`);
      else problems.push(`${id} is no rule: ${file} › ${title}`);
    }
  }
  return { testsOf, problems };
}
