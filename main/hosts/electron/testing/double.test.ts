import type { App } from "electron";
import { describe, expect, it } from "vitest";

import { double } from "./double.ts";

describe("the double of Electron", () => {
  it("has the members that the test names", () => {
    expect(double<App>("app", { isPackaged: true }).isPackaged).toBe(true);
  });

  it("fails on every member that the test does not name", () => {
    const app = double<App>("app", { isPackaged: true });
    expect(() => app.getVersion()).toThrow("app has no double of getVersion");
  });

  it("does not compile with a member that Electron does not have", () => {
    // @ts-expect-error -- Electron's App has no such member
    expect(double<App>("app", { isPacked: true })).toHaveProperty("isPacked");
  });

  it("does not compile with a member of another type", () => {
    // @ts-expect-error -- a boolean in Electron
    expect(double<App>("app", { isPackaged: "yes" })).toHaveProperty("isPackaged");
  });
});
