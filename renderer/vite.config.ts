import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The screens as static files. Both hosts serve them under a strict CSP, so nothing is inlined. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../out/renderer",
    emptyOutDir: true,
    // Electron 45 and the browsers of the same year.
    target: "chrome130",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Loaded once, from the same machine: one file is faster than many.
    chunkSizeWarningLimit: 2_000,
  },
});
