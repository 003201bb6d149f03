import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const repository = resolve(import.meta.dirname, "../../../..");

export interface BuiltApplication extends AsyncDisposable {
  /** Holds `out/` and `package.json`, as the package does, and has no `node_modules` in any folder above. */
  readonly folder: string;
}

/** Builds the desktop application into a folder of its own. */
export const builtApplication = async (): Promise<BuiltApplication> => {
  const folder = await mkdtemp(join(tmpdir(), "countersign-build-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const cli = join(repository, "node_modules/electron-vite/bin/electron-vite.js");
  const args = [cli, "build", "-c", "electron.config.ts", "--outDir", join(folder, "out")];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: repository });
    await copyFile(join(repository, "package.json"), join(folder, "package.json"));
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: remove };
};
