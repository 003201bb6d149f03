import type * as electron from "electron";
import type { BrowserWindow } from "electron";

import { screensUrl } from "./screens-address.ts";

export interface WindowOptions {
  /** The built preload script. */
  readonly preload: string;
  readonly isDevelopment: boolean;
  /** A hidden window, for scripts. */
  readonly isHidden: boolean;
  readonly log: (error: unknown) => void;
}

type WindowParts = Pick<typeof electron, "BrowserWindow" | "nativeTheme">;

/** The screens' own background (`--backdrop` in renderer/styles/tokens.css), so that nothing flashes while they load. */
const backdrop = { light: "#f3f4f6", dark: "#14161a" };

/** Opens the screens in a window that has no more rights than a page in a browser; it appears once it has rendered. */
export const openWindow = (
  { BrowserWindow, nativeTheme }: WindowParts,
  { preload, isDevelopment, isHidden, log }: WindowOptions,
): BrowserWindow => {
  const background = (): string => (nativeTheme.shouldUseDarkColors ? backdrop.dark : backdrop.light);
  const window = new BrowserWindow({
    name: "main",
    windowStatePersistence: true,
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 640,
    title: "Countersign",
    show: false,
    backgroundColor: background(),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: isDevelopment,
    },
  });

  const followTheme = (): void => window.setBackgroundColor(background());
  nativeTheme.on("updated", followTheme);
  window.once("closed", () => nativeTheme.off("updated", followTheme));

  if (!isHidden) window.once("ready-to-show", () => window.show());
  window.loadURL(screensUrl).catch(log);
  return window;
};
