import { resolve } from "node:path";
import { defineConfig } from "electron-vite";

import screens from "./renderer/vite.config.ts";

const here = (path: string): string => resolve(import.meta.dirname, path);

/**
 * The desktop application in three bundles that need no `node_modules` beside them: main as an ES module for Electron's
 * Node, the preload as CommonJS because a sandboxed preload can be nothing else, and the screens that both hosts show.
 */
export default defineConfig({
  main: {
    build: {
      outDir: here("out/main"),
      emptyOutDir: true,
      target: "node24",
      externalizeDeps: false,
      rolldownOptions: {
        input: { main: here("main/hosts/electron/main.ts") },
        external: ["electron", /^node:/],
        output: { format: "es", entryFileNames: "[name].js" },
      },
    },
  },
  preload: {
    build: {
      outDir: here("out/preload"),
      emptyOutDir: true,
      target: "node24",
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: here("main/hosts/electron/preload.ts") },
        external: ["electron"],
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    ...screens,
    // The configuration is bundled before it is read, which moves `import.meta.dirname` of the one it takes over.
    root: here("renderer"),
    build: {
      ...screens.build,
      outDir: here("out/renderer"),
      minify: true,
      rolldownOptions: { input: here("renderer/index.html") },
    },
  },
});
