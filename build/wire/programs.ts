import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import { bundle } from "./bundle.ts";

const root = resolve(import.meta.dirname, "../..");
const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** The two sides of one version of the program, as scripts that Node runs. */
export interface WirePrograms {
  readonly device: string;
  readonly server: string;
}

/** Today's two sides as they are. */
export const today: WirePrograms = {
  device: join(root, "test/wire/device-program.ts"),
  server: join(root, "server/node/main.ts"),
};

const sides = ["device", "server"] as const;

/** Bundles are unpacked where the packages are, so that imports outside them are found. */
const scratchFor = async (name: string): Promise<string> => {
  const folder = join(root, "node_modules/.cache/countersign-wire", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
};

const scriptsIn = (folder: string): WirePrograms => ({
  device: join(folder, "device.mjs"),
  server: join(folder, "server.mjs"),
});

/** Today's two sides as bundles. */
export const bundleToday = async (): Promise<WirePrograms> => {
  const bundles = scriptsIn(await scratchFor(`today-${process.pid}`));
  for (const side of sides) await bundle(today[side], bundles[side]);
  return bundles;
};

/** Stores bundles in a folder of fixtures. */
export const packInto = async (folder: string, bundles: WirePrograms): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const side of sides) await writeFile(join(folder, `${side}.mjs.gz`), await pack(await readFile(bundles[side])));
};

/** The bundles that {@link packInto} kept in a folder, as scripts. */
export const unpackFrom = async (folder: string, name: string): Promise<WirePrograms> => {
  const scripts = scriptsIn(await scratchFor(`${name}-${process.pid}`));
  for (const side of sides)
    await writeFile(scripts[side], await unpack(await readFile(join(folder, `${side}.mjs.gz`))));
  return scripts;
};
