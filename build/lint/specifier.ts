import { isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";

/** The package that a module's name belongs to; undefined for files and for Node's built-ins. */
export function packageOf(specifier: string): string | undefined {
  if (/^[.#/]/.test(specifier) || isBuiltin(specifier)) return undefined;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** `#shared/x` is the repository's `shared/x` (package.json, "imports"); all else is relative to the file. */
export function pathOf(file: string, specifier: string): string {
  const path = specifier.replace(/\?.*$/, "");
  return path.startsWith("#") ? join(path.slice(1)) : join(dirname(file), path);
}
