import type { Rule } from "./catalogue.ts";
import type { Evidence } from "./evidence.ts";
import { readIds } from "./titles.ts";

export interface Test {
  readonly file: string;
  readonly title: string;
}

/** A test and what it can show. */
export interface ShownTest {
  /** `file › title` */
  readonly name: string;
  readonly evidence: Evidence;
}

export interface Match {
  /** For each rule, in the catalogue's order, the tests that name it. */
  readonly testsOf: ReadonlyMap<string, readonly ShownTest[]>;
  /** What is wrong: tests that name an unknown id. */
  readonly problems: readonly string[];
}

export const matchTests = (
  rules: readonly Rule[],
  tests: readonly Test[],
  evidenceFrom: (file: string) => Evidence,
): Match => {
  const testsOf = new Map<string, ShownTest[]>(rules.map(({ id }) => [id, []]));
  const problems: string[] = [];
  for (const { file, title } of tests) {
    for (const id of readIds(title)) {
      const named = testsOf.get(id);
      const name = `${file} › ${title}`;
      if (named) named.push({ name, evidence: evidenceFrom(file) });
      else problems.push(`${id} is not a rule: ${name}`);
    }
  }
  return { testsOf, problems };
};
