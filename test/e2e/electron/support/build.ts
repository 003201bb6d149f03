import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { RealElectron } from "#build/real-electron/find.ts";
import { giveToPerson } from "#build/real-electron/person.ts";
import type { BuiltApplication } from "#main/hosts/electron/testing/built-application.ts";
import { builtApplication } from "#main/hosts/electron/testing/built-application.ts";

/**
 * The built application in a folder owned by the user who runs Electron. If that Electron's Node has no `node:sqlite`, this
 * build uses its replacement; nothing else differs from the product.
 */
export const buildFor = async ({ sqlite }: RealElectron): Promise<BuiltApplication> => {
  const built = await builtApplication();
  if (sqlite !== undefined) {
    const main = join(built.folder, "out/main/main.js");
    const code = await readFile(main, "utf8");
    await writeFile(main, code.replaceAll('"node:sqlite"', JSON.stringify(sqlite)));
  }
  giveToPerson(built.folder);
  return built;
};
