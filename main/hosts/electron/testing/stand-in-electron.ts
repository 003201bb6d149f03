import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How @electron/fuses finds the fuses in a binary: this mark, the version of the format, their number, each fuse. */
const fuseMark = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const unsetFuses = "101100011";

/** A folder that passes for Electron's distribution for Linux when an application is packed, and holds no Electron. */
export const standInElectron = async (folder: string, version: string): Promise<void> => {
  await mkdir(join(folder, "resources"), { recursive: true });
  await mkdir(join(folder, "locales"));
  const wire = Buffer.from([1, unsetFuses.length]);
  await writeFile(join(folder, "electron"), Buffer.concat([Buffer.from(fuseMark), wire, Buffer.from(unsetFuses)]), {
    mode: 0o755,
  });
  await writeFile(join(folder, "version"), version);
  for (const name of ["LICENSE", "LICENSES.chromium.html", "locales/en-US.pak"])
    await writeFile(join(folder, name), "");
};
