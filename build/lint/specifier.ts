import { isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";

/** Of this repository, from its root: `#main/x` inside a package (package.json, "imports"), `@countersign/shared/x` across. */
const fromRoot = /^(#|@countersign\/)/;

/** Whether it names a file of this repository. */
export const isOwn = (specifier: string): boolean => /^[./]/.test(specifier) || fromRoot.test(specifier);

/** The foreign package that a module's name belongs to; undefined for files and for Node's built-ins. */
export function packageOf(specifier: string): string | undefined {
  if (isOwn(specifier) || isBuiltin(specifier)) return undefined;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** The file that an import within this repository names, from the root. */
export function pathOf(file: string, specifier: string): string {
  const path = specifier.replace(/\?.*$/, "");
  return fromRoot.test(path) ? join(path.replace(fromRoot, "")) : join(dirname(file), path);
}
