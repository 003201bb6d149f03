import { defineConfig } from "@playwright/test";
import { leaveSettingsOut } from "#test/support/machine-environment.ts";

leaveSettingsOut();

// build/electron-tests.ts runs this, with a display, if a real Electron can start.
export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: "../../../test-results/electron",
  forbidOnly: !!process.env["CI"],
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: "list",
});
