/** A file of the shipped code. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

const internal = /@internal[^/]*\*\/\s*export (?:async )?(?:const|function|class) (\w+)/g;

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");

const timesNamed = (name: string, text: string): number => [...text.matchAll(new RegExp(`\\b${name}\\b`, "g"))].length;

/**
 * The values marked `@internal`, so exported for tests, that nothing but tests uses: their own file does not name them a
 * second time, and no other file at all. Knip takes the mark's word.
 */
export const internalForTestsOnly = (sources: readonly SourceText[]): { file: string; name: string }[] => {
  const code = sources.map(({ file, text }) => ({ file, text: withoutComments(text) }));
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(internal)]
      .map(([, name = ""]) => ({ file, name }))
      .filter(({ name }) => code.reduce((sum, each) => sum + timesNamed(name, each.text), 0) === 1),
  );
};
