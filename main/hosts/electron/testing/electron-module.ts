import { ElectronDouble } from "./electron-double.ts";

/**
 * Stands in for the module `electron` when Node alone runs the built application. `USER_DATA` names the folder;
 * quitting goes on to `will-quit` as in Electron, and an exit ends the process.
 */
const electron = new ElectronDouble({
  userData: process.env["USER_DATA"] ?? "",
  onDone: (what) => {
    if (what === "quit") electron.appListeners.emit("will-quit", { preventDefault: () => undefined });
    if (what.startsWith("exit ")) process.exit(Number(what.slice("exit ".length)));
  },
});

// Containers run the tests as root, for whom a real sandbox would not start; the double has none.
process.getuid = () => 1000;

export const { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, safeStorage, session } =
  electron.parts;

// What the window would send comes in on standard input, one JSON text per line; what it gets goes out as `window: …`.
let shown = 0;
process.stdin.setEncoding("utf8").on("data", (lines) => {
  for (const line of lines.toString().trim().split("\n")) electron.sendFromWindow("page", JSON.parse(line));
});
setInterval(() => {
  for (const { args } of electron.windows[0]?.page.sent.slice(shown) ?? []) {
    shown += 1;
    process.stdout.write(`window: ${JSON.stringify(args[1])}\n`);
  }
}, 20).unref();
process.stdin.unref();
