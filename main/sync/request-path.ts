export interface PathParts {
  readonly params?: unknown;
  readonly query?: unknown;
}

/** The schemas of parameters and queries accept one level of plain values. */
const textsOf = (part: unknown): [string, string][] =>
  Object.entries((part ?? {}) as Record<string, string | number | boolean>).map(([name, value]) => [
    name,
    String(value),
  ]);

/** However they are encoded, a URL reads these as a step in the path, not as a name. */
const isDots = (value: string): boolean => value === "." || value === "..";

/**
 * The path of an operation with its parameters filled in and its query appended.
 * @throws TypeError for a parameter that would lead to another path.
 */
export const requestPath = (path: string, { params, query }: PathParts): string => {
  const values = new Map(textsOf(params));
  const filled = path.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    const value = values.get(name) ?? "";
    if (value === "" || isDots(value)) throw new TypeError(`The parameter ${name} of ${path} is no name`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams(textsOf(query)).toString();
  return search === "" ? filled : `${filled}?${search}`;
};
