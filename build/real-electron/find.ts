import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { hasDisplay, installedBinary } from "#build/start/electron.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import manifest from "../../package.json" with { type: "json" };
import { asPerson } from "./person.ts";
import { findTestElectron, testElectronVersion } from "./test-electron.ts";

export interface RealElectron {
  readonly version: string;
  /** Whether it is the one that the product is built on. */
  readonly isProducts: boolean;
  /** The folder of its distribution, for electron-builder. */
  readonly distribution: string;
  readonly executable: string;
  /** The module that replaces `node:sqlite` if its Node has none. */
  readonly sqlite?: string;
}

export const packageFolder = resolve(import.meta.dirname, "../../node_modules/electron");

/** The product's Electron if its binary is there, otherwise the one for tests; it may still be unable to start. */
export const locateElectron = (): RealElectron | undefined => productsElectron() ?? electronForTests();

/** The Electron that this machine can start, or everything that is missing, each as a phrase. */
export const findRealElectron = (): Result<RealElectron, readonly string[]> => {
  const electron = locateElectron();
  if (electron === undefined) return fail(["a real Electron"]);
  const missing = whatItLacks(electron.executable);
  return missing.length > 0 ? fail(missing) : ok(electron);
};

const productsElectron = (): RealElectron | undefined => {
  const executable = installedBinary(packageFolder);
  if (executable === undefined) return undefined;
  const version = manifest.devDependencies.electron;
  return { version, isProducts: true, distribution: join(packageFolder, "dist"), executable };
};

const electronForTests = (): RealElectron | undefined => {
  const found = findTestElectron();
  if (found === undefined) return undefined;
  const executable = join(found.distribution, "electron");
  return { version: testElectronVersion, isProducts: false, executable, ...found };
};

/** What this machine lacks for starting that program in a window. */
const whatItLacks = (executable: string): readonly string[] => {
  if (process.platform !== "linux") return [];
  const libraries = missingLibraries(executable);
  const missing: string[] = [];
  if (!succeeds([...asPerson(), "test", "-x", executable]))
    missing.push(`a way for a person other than root into ${dirname(executable)}`);
  if (libraries.length > 0) missing.push(`the libraries ${libraries.join(", ")}`);
  if (!hasVirtualDisplay() && !hasDisplay()) missing.push("a display (Xvfb)");
  if (!hasSandbox(executable)) missing.push(`a sandbox (${sandboxHelper(executable)} owned by root, mode 4755)`);
  return missing;
};

export const hasVirtualDisplay = (): boolean => succeeds(["sh", "-c", "command -v Xvfb"]);

export const sandboxHelper = (executable: string): string => join(dirname(executable), "chrome-sandbox");

/** Chromium builds its sandbox from user namespaces if they are permitted, otherwise with its helper owned by root. */
const hasSandbox = (executable: string): boolean => {
  const helper = statSync(sandboxHelper(executable), { throwIfNoEntry: false });
  const isRoots = helper?.uid === 0 && (helper.mode & 0o7777) === 0o4755;
  return isRoots || succeeds([...asPerson(), "unshare", "--user", "true"]);
};

const missingLibraries = (executable: string): readonly string[] => {
  const { status, stdout } = spawnSync("ldd", [executable], { encoding: "utf8" });
  return status === null ? [] : readMissingLibraries(stdout); // without ldd, the start will show it
};

/** @internal The libraries that `ldd` did not find. */
export const readMissingLibraries = (listed: string): readonly string[] =>
  [...listed.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name ?? "");

const succeeds = ([command = "", ...args]: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;
