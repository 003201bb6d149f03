import { expect, test } from "@playwright/test";
import { usualPlaces } from "./installed-chromium.ts";

test.describe("the usual places of a browser", () => {
  test("are the folders in PATH on Linux, Chrome first", () => {
    const places = usualPlaces("linux", { PATH: "/usr/local/bin:relative:/usr/bin" }, "/home/ada");
    expect(places[0]).toBe("/usr/local/bin/google-chrome-stable");
    expect(places).toContain("/usr/bin/chromium");
    expect(places).toContain("/snap/bin/chromium");
    expect(places.filter((place) => !place.startsWith("/"))).toEqual([]);
  });

  test("are the applications on macOS, including the user's own", () => {
    const places = usualPlaces("darwin", {}, "/Users/ada");
    expect(places[0]).toBe("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    expect(places).toContain("/Users/ada/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge");
  });

  test("are the program folders of Windows", () => {
    const env = { PROGRAMFILES: "C:\\Program Files", LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" };
    expect(usualPlaces("win32", env, "C:\\Users\\ada")).toEqual([
      "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
      "C:\\Users\\ada\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe",
      "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe",
      "C:\\Users\\ada\\AppData\\Local\\Microsoft\\Edge\\Application\\msedge.exe",
    ]);
  });
});
