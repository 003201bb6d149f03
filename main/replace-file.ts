import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a small file that only its owner may read. It is written under a temporary name and renamed, so that a crash
 * leaves either the old content or the new.
 */
export const replaceFile = async (path: string, content: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.new`;
  await writeFile(beside, content, { mode: 0o600, flush: true });
  await rename(beside, path);
};
