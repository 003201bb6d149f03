import { copyFile, mkdir, readFile, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { Arch, build, Platform } from "electron-builder";
import { expect, it } from "vitest";
import { z } from "zod";

import configuration from "#build/electron-builder.config.ts";

import manifest from "../../../package.json" with { type: "json" };
import { builtApplication } from "./testing/built-application.ts";
import { standInElectron } from "./testing/stand-in-electron.ts";

const repository = resolve(import.meta.dirname, "../../..");

interface Entry {
  readonly files?: Record<string, Entry> | undefined;
}
const entrySchema: z.ZodType<Entry> = z.object({
  files: z.lazy(() => z.record(z.string(), entrySchema)).optional(),
});

const pathsIn = ({ files = {} }: Entry, above = ""): string[] =>
  Object.entries(files).flatMap(([name, entry]) =>
    entry.files === undefined ? [`${above}${name}`] : pathsIn(entry, `${above}${name}/`),
  );

/** The files of an asar archive, whose header is a JSON text with its length before it. */
const filesInArchive = async (path: string): Promise<string[]> => {
  const archive = await readFile(path);
  const length = archive.readUInt32LE(12);
  return pathsIn(entrySchema.parse(JSON.parse(archive.toString("utf8", 16, 16 + length))));
};

it("D13 electron-builder packs the bundles and package.json alone, and burns every fuse in", async () => {
  await using application = await builtApplication();
  const { folder } = application;
  const version = manifest.devDependencies.electron;
  await standInElectron(join(folder, "electron"), version);
  await mkdir(join(folder, "build"));
  await copyFile(join(repository, "build/icon.png"), join(folder, "build/icon.png"));
  // All packages lie there, as after `npm ci`, and none may be packed.
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"), "junction");

  await build({
    projectDir: folder,
    targets: Platform.LINUX.createTarget("dir", Arch.x64),
    config: { ...configuration, electronDist: join(folder, "electron"), electronVersion: version },
  });

  const unpacked = join(folder, "dist/linux-unpacked");
  const files = await filesInArchive(join(unpacked, "resources/app.asar"));
  const fixed = files.filter((path) => !path.startsWith("out/renderer/assets/")).toSorted();
  expect(fixed).toEqual(["out/main/main.js", "out/preload/preload.cjs", "out/renderer/index.html", "package.json"]);

  const fuses = await getCurrentFuseWire(join(unpacked, "countersign"));
  expect(fuses).toMatchObject({
    [FuseV1Options.RunAsNode]: FuseState.DISABLE,
    [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
  });
}, 180_000);
