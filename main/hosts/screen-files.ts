import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

export interface ScreenFile {
  readonly type: string;
  readonly content: Buffer;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/**
 * The built screens by their path (`/index.html`, `/assets/…`), read once. A request is looked up in this table and
 * never becomes a path on disk. Throws when the folder is missing: the screens have not been built.
 */
export const readScreenFiles = async (directory: string): Promise<ReadonlyMap<string, ScreenFile>> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in types);
  const read = files.map(async (entry): Promise<[string, ScreenFile]> => {
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(directory, path).split(sep).join("/")}`;
    return [name, { type: types[extname(entry.name)] ?? "", content: await readFile(path) }];
  });
  return new Map(await Promise.all(read));
};
