/**
 * Replaces Electron's own `default_app.asar`, which another program's distribution lacks: `electron FOLDER` runs the
 * application in that folder. Its main module is awaited, as Electron does, so that it finishes before Electron is ready.
 */
export const defaultApp = {
  "package.json": JSON.stringify({ name: "default-app", main: "main.mjs" }),
  "main.mjs": `
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith("-")));
const { name, version, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
app.setName(name);
app.setVersion(version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, main)).href);
`,
} as const;
