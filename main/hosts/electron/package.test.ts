import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { expect, it } from "vitest";
import { z } from "zod";

import manifest from "../../../package.json" with { type: "json" };
import { builtApplication } from "./testing/built-application.ts";
import { packApplication } from "./testing/packed-application.ts";
import { standInElectron } from "./testing/stand-in-electron.ts";

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

/** The files of an asar archive, whose header is a JSON text preceded by its length. */
const filesInArchive = async (path: string): Promise<string[]> => {
  const archive = await readFile(path);
  const length = archive.readUInt32LE(12);
  return pathsIn(entrySchema.parse(JSON.parse(archive.toString("utf8", 16, 16 + length))));
};

it("electron-builder packs only the bundles and package.json, and sets every fuse", async () => {
  await using application = await builtApplication();
  const { folder } = application;
  const electron = { folder: join(folder, "electron"), version: manifest.devDependencies.electron };
  await standInElectron(electron.folder, electron.version);

  const unpacked = await packApplication(folder, electron);
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
