import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Arch, build, Platform } from "electron-builder";

import configuration from "#build/electron-builder.config.ts";

const repository = resolve(import.meta.dirname, "../../../..");

export interface Distribution {
  /** The folder of Electron's distribution for Linux. */
  readonly folder: string;
  readonly version: string;
}

/** Packs the built application of this folder with the product's own configuration; returns where its program lies. */
export const packApplication = async (folder: string, electron: Distribution): Promise<string> => {
  await mkdir(join(folder, "build"));
  await copyFile(join(repository, "build/icon.png"), join(folder, "build/icon.png"));
  // All packages are there, as after `npm ci`, and none may be packed.
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"), "junction");
  await build({
    projectDir: folder,
    targets: Platform.LINUX.createTarget("dir", Arch.x64),
    // A copy: electron-builder rewrites what it is given.
    config: { ...structuredClone(configuration), electronDist: electron.folder, electronVersion: electron.version },
  });
  return join(folder, "dist/linux-unpacked");
};
