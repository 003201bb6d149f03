import type { LaunchOptions } from "@playwright/test";
import { findInstalledChromium } from "./installed-chromium.ts";
import { npmChromium } from "./npm-chromium.ts";

/**
 * How the tests start their browser: CHROMIUM_PATH if set, otherwise the machine's Chrome, Chromium or Edge, otherwise the
 * one from npm (COUNTERSIGN_TEST_CHROMIUM=npm asks for that one). Web security stays on, as in a person's browser: the
 * tests rely on content security policy and origins.
 */
export async function chromiumOptions(): Promise<LaunchOptions> {
  const wished = process.env["CHROMIUM_PATH"];
  if (wished) return { executablePath: wished, args };

  const installed = process.env["COUNTERSIGN_TEST_CHROMIUM"] === "npm" ? undefined : findInstalledChromium();
  if (installed !== undefined) return { executablePath: installed, args };

  const { executablePath, env } = await npmChromium();
  return { executablePath, args, env: { ...definedEnvironment(), ...env } };
}

/** Besides Playwright's own: headless, without a sandbox (root, containers), a fresh profile. */
const args = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Playwright replaces the environment with the given one. */
function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
