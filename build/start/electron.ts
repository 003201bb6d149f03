import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const downloadTimeout = 90_000;

/** The binary in Electron's npm package, or in `ELECTRON_OVERRIDE_DIST_PATH`; undefined when it has not been fetched yet. */
export const installedBinary = (packageFolder: string): string | undefined => {
  const pathFile = join(packageFolder, "path.txt");
  const override = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  const isFetched = existsSync(pathFile);
  if (!isFetched && override === undefined) return undefined;
  const name = isFetched ? readFileSync(pathFile, "utf8").trim() : "electron";
  const binary = join(override ?? join(packageFolder, "dist"), name);
  return existsSync(binary) ? binary : undefined;
};

/** Whether a window can be shown. */
export const hasDisplay = (): boolean =>
  process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);

/** On Linux, Chromium has no sandbox for root, and the application does not run without one. */
export const isRoot = (): boolean => process.platform === "linux" && process.getuid?.() === 0;

/**
 * Electron's binary, fetched if necessary: its npm package does not contain it.
 * @returns a sentence if there is none: no display, no sandbox, or its host cannot be reached.
 */
export const findElectron = (root: string): { readonly binary: string } | { readonly missing: string } => {
  if (!hasDisplay()) return { missing: "there is no display" };
  if (isRoot()) return { missing: "Electron has no sandbox for root" };
  const packageFolder = join(root, "node_modules/electron");
  const binary = installedBinary(packageFolder);
  if (binary !== undefined) return { binary };
  const fetched = fetchBinary(packageFolder);
  return fetched === undefined ? { missing: "Electron could not be fetched" } : { binary: fetched };
};

/** Has Electron's npm package download its binary; undefined when its host cannot be reached. */
export const fetchBinary = (packageFolder: string): string | undefined => {
  console.error("Fetching Electron, once …");
  spawnSync(process.execPath, [join(packageFolder, "install.js")], { stdio: "ignore", timeout: downloadTimeout });
  return installedBinary(packageFolder);
};

/** Builds main and preload and starts the desktop application; its ready line goes to this process's output. */
export const startElectron = (root: string, binary: string, args: readonly string[]): ChildProcess => {
  const viteCli = join(root, "node_modules/electron-vite/bin/electron-vite.js");
  const built = spawnSync(process.execPath, [viteCli, "build", "-c", "electron.config.ts", "--logLevel", "warn"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (built.status !== 0) throw new Error("the desktop application could not be built");
  return spawn(binary, [root, ...args], { stdio: ["ignore", "inherit", "inherit"] });
};
