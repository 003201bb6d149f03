import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge"],
};

const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
  ],
};

const findBrowser = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined => {
  const folders = (environment["PATH"] ?? "").split(delimiter);
  const onPath = (names[platform] ?? []).flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...(places[platform] ?? []), ...onPath].find((path) => existsSync(path));
};

const hasDisplay = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean =>
  platform !== "linux" || Boolean(environment["DISPLAY"] ?? environment["WAYLAND_DISPLAY"]);

/**
 * Opens the screens in an app window of the installed Chrome, Chromium or Edge.
 * @returns whether there was a browser and a display to open it on.
 */
export const openBrowserWindow = (url: string, environment = process.env, platform = process.platform): boolean => {
  const browser = hasDisplay(environment, platform) ? findBrowser(environment, platform) : undefined;
  if (browser === undefined) return false;
  const child = spawn(browser, [`--app=${url}`], { detached: true, stdio: "ignore" });
  // The address is printed anyway, so a browser that does not start does no harm.
  child.on("error", () => undefined);
  child.unref();
  return true;
};
