import { registerHooks } from "node:module";

// `node --import` this file: an import of `electron` then gets the double.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "electron"
      ? { url: import.meta.resolve("./electron-module.ts"), shortCircuit: true }
      : next(specifier, context),
});
