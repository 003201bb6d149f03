import type { Configuration } from "electron-builder";

/** The installers (`npm run package`). Main, preload and renderer are bundled, so no `node_modules` are packed. */
const configuration: Configuration = {
  appId: "org.countersign.desktop",
  productName: "Countersign",
  copyright: "The Countersign contributors",
  directories: { buildResources: "build", output: "dist" },
  files: ["out/**", "package.json", "!**/node_modules/**", "!**/*.map"],
  asar: true,
  npmRebuild: false, // no native module
  publish: null,

  // What the binary may do, set in the binary itself: https://www.electronjs.org/docs/latest/tutorial/fuses
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false, // the application has no snapshot
    grantFileProtocolExtraPrivileges: false, // the screens come over app://
  },

  mac: {
    category: "public.app-category.business",
    target: [
      { target: "dmg", arch: ["arm64", "x64"] },
      { target: "zip", arch: ["arm64", "x64"] },
    ],
    hardenedRuntime: true,
    entitlements: "build/entitlements.mac.plist",
    entitlementsInherit: "build/entitlements.mac.plist",
  },
  win: { target: [{ target: "nsis", arch: ["x64", "arm64"] }] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  linux: {
    category: "Office",
    target: [
      { target: "AppImage", arch: ["x64", "arm64"] },
      { target: "tar.gz", arch: ["x64", "arm64"] },
    ],
  },
};

export default configuration;
