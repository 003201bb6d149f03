import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "#test/e2e/support/chromium.ts";
import { keepCompiledCode, leaveSettingsOut } from "#test/support/machine-environment.ts";

leaveSettingsOut();
keepCompiledCode();

// The specs start the real programs themselves, each with its own data folder and ports.
export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.spec.ts",
  testIgnore: "**/e2e/electron/**", // on a real Electron: npm run test:electron
  outputDir: "test-results",
  forbidOnly: !!process.env["CI"],
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // These only end what hangs: several programs, a PostgreSQL and a browser share two cores.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: await chromiumOptions(),
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 800 },
    // The document at every step, and a picture at the end: to film each page as well takes a twelfth of the processor time.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
});
