import { contextBridge, ipcRenderer } from "electron";

import { createWindowBridge } from "./window-bridge.ts";

contextBridge.exposeInMainWorld("countersign", createWindowBridge(ipcRenderer, crypto.randomUUID()));
