import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { posix, win32 } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

const linuxNames = [
  "google-chrome-stable",
  "google-chrome",
  "chromium",
  "chromium-browser",
  "microsoft-edge-stable",
  "microsoft-edge",
];
const macApps = ["Google Chrome", "Chromium", "Microsoft Edge"];
const windowsPrograms = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];

/** The first Chrome, Chromium or Edge of this machine that starts, or undefined. */
export function findInstalledChromium(): string | undefined {
  return usualPlaces(process.platform, process.env, homedir()).find((path) => existsSync(path) && starts(path));
}

/** Where the three browsers usually are, likeliest first. */
export function usualPlaces(platform: NodeJS.Platform, env: Environment, home: string): readonly string[] {
  if (platform === "win32") {
    const folders = [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]].filter((folder) => !!folder);
    return windowsPrograms.flatMap((program) => folders.map((folder) => win32.join(folder ?? "", program)));
  }
  if (platform === "darwin") {
    return macApps.flatMap((app) =>
      ["/Applications", posix.join(home, "Applications")].map((folder) =>
        posix.join(folder, `${app}.app/Contents/MacOS`, app),
      ),
    );
  }
  const folders = [...(env["PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/")), "/snap/bin"];
  return linuxNames.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

/**
 * On Linux a name may be a stub that only says how to install the browser, or a library may be missing.
 * On Windows `--version` would open a window, so there the file's presence has to do.
 */
function starts(path: string): boolean {
  if (process.platform === "win32") return true;
  return spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}
