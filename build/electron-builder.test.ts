import { FuseV1Options } from "@electron/fuses";
import { describe, expect, it } from "vitest";
import configuration from "./electron-builder.config.ts";

describe("the packaged application", () => {
  it("cannot be turned into Node, nor opened by environment or arguments", () => {
    expect(configuration.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
    });
  });

  it("runs only the code that it was packed with", () => {
    expect(configuration.asar).toBe(true);
    expect(configuration.electronFuses).toMatchObject({
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
    });
  });

  it("encrypts its cookies and gives files no privileges", () => {
    expect(configuration.electronFuses).toMatchObject({
      enableCookieEncryption: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it("decides every fuse that there is", () => {
    const names = Object.values(FuseV1Options).filter((name) => typeof name === "string");
    const decided = Object.keys(configuration.electronFuses ?? {}).map((name) => name.toLowerCase());
    // A defence of V8 itself, on by default; electron-builder cannot set it yet.
    expect(names.map((name) => name.toLowerCase()).toSorted()).toEqual([...decided, "wasmtraphandlers"].toSorted());
  });

  it("holds the bundles and nothing else", () => {
    expect(configuration.files).toEqual(["out/**", "package.json", "!**/node_modules/**", "!**/*.map"]);
  });
});
