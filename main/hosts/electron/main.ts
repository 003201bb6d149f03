import { join } from "node:path";
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, safeStorage, session } from "electron";

import { createApp } from "#main/create-app.ts";

import { startElectronHost } from "./start.ts";

// The paths are those of the build: out/main, out/preload, out/renderer.
startElectronHost({
  electron: { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, safeStorage, session },
  process,
  createApp,
  screens: join(import.meta.dirname, "../renderer"),
  preload: join(import.meta.dirname, "../preload/preload.cjs"),
  print: (line) => console.log(line),
  log: (error) => console.error(error),
});
