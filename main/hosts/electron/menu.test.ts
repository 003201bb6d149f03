import { describe, expect, it } from "vitest";

import { setMenu } from "./menu.ts";
import { ElectronDouble } from "./testing/electron-double.ts";

const menuOf = (platform: NodeJS.Platform, isDevelopment: boolean) => {
  const electron = new ElectronDouble({ userData: "/" });
  setMenu(electron.parts, { platform, isDevelopment });
  return electron.menu;
};

describe("the menu", () => {
  it("has the standard menus", () => {
    expect(menuOf("win32", false).map(({ role, label }) => role ?? label)).toEqual([
      "fileMenu",
      "editMenu",
      "View",
      "windowMenu",
    ]);
    expect(menuOf("darwin", false)[0]).toEqual({ role: "appMenu" });
  });

  it("offers reload and developer tools only while developing", () => {
    expect(JSON.stringify(menuOf("linux", false))).not.toMatch(/reload|devtools/i);
    expect(JSON.stringify(menuOf("linux", true))).toMatch(/reload.*toggleDevTools/);
  });
});
