import { beforeEach, describe, expect, it } from "vitest";

import { openWindow } from "./open-window.ts";
import { ElectronDouble } from "./testing/electron-double.ts";

describe("the window", () => {
  let electron: ElectronDouble;
  beforeEach(() => {
    electron = new ElectronDouble({ userData: "/" });
  });
  const open = (isHidden = false) =>
    openWindow(electron.parts, { preload: "/preload.cjs", isDevelopment: false, isHidden, log: () => undefined });

  it("has a comfortable size for the screens, and never less than they need", () => {
    open();
    expect(electron.window.options).toMatchObject({ width: 1280, height: 800, minWidth: 960, minHeight: 640 });
  });

  it("opens where it was closed, under a stable name", () => {
    open();
    expect(electron.window.options).toMatchObject({ name: "main", windowStatePersistence: true });
  });

  it("appears once there is something to show", () => {
    open();
    expect(electron.window.options.show).toBe(false);
    expect(electron.window.done).toEqual([]);
    electron.window.listeners.emit("ready-to-show");
    expect(electron.window.done).toEqual(["show"]);
  });

  it("stays hidden for a script", () => {
    open(true);
    expect(electron.window.listeners.count("ready-to-show")).toBe(0);
  });

  it.each([
    [false, "#f3f4f6"],
    [true, "#14161a"],
  ])("has the screens' background before they are loaded (dark: %s)", (isDark, color) => {
    electron.isDark = isDark;
    open();
    expect(electron.window.options.backgroundColor).toBe(color);
  });

  it("follows the system from light to dark, until it is closed", () => {
    open();
    electron.isDark = true;
    electron.themeListeners.emit("updated");
    expect(electron.window.done).toEqual(["background #14161a"]);
    electron.window.listeners.emit("closed");
    expect(electron.themeListeners.count("updated")).toBe(0);
  });
});
