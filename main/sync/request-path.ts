export interface PathParts {
  readonly params?: unknown;
  readonly query?: unknown;
}

/** What the schemas of parameters and queries let through is one level of plain values. */
const textsOf = (part: unknown): [string, string][] =>
  Object.entries((part ?? {}) as Record<string, string | number | boolean>).map(([name, value]) => [
    name,
    String(value),
  ]);

/** However it is encoded, a URL reads these as a way up, and not as a name. */
const isDots = (value: string): boolean => value === "." || value === "..";

/**
 * The path of an operation with its parameters filled in, and its query behind.
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
