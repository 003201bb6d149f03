import { expect } from "@playwright/test";

import { test } from "./support/test.ts";

test.describe("starting the application in Electron", () => {
  test("a second start on the same folder ends, and brings the first one's window to the front", async ({ desk }) => {
    const { application } = await desk.open("once");
    const isVisible = (): Promise<boolean> =>
      application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
    await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await isVisible()).toBe(false);

    const second = await desk.start("once").ended();
    expect(second.code).toBe(0);
    expect(second.output).not.toContain('"ready":true');
    await expect.poll(isVisible).toBe(true);
    expect(application.windows()).toHaveLength(1);
    await application.close();
  });

  test("a start on another folder is another application, which ends cleanly when asked to", async ({ desk }) => {
    const { application } = await desk.open("first");
    const other = desk.start("second");
    await other.ready();
    expect((await other.stop()).code).toBe(0);
    await application.close();
  });

  test("root is told that it has no sandbox, instead of being shown a blank window", async ({ desk }) => {
    const { code, output } = await desk.start("root", { isForRoot: true, args: ["--no-sandbox"] }).ended();
    expect(output).toContain("Countersign does not run as root");
    expect(output).not.toContain('"ready":true');
    expect(code).toBe(3);
  });
});
