import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { chromium } from "@playwright/test";

import { Window } from "#test/e2e/pages/window.ts";
import { chromiumOptions } from "#test/e2e/support/chromium.ts";
import { Network } from "#test/e2e/support/network.ts";

import { scenes } from "./scenes.ts";

const output = resolve(import.meta.dirname, "../../docs/screens");

const sizes = {
  wide: { width: 1280, height: 800 },
  small: { width: 960, height: 640 },
} as const;

/** Shows every screen in its states on a demo and takes a picture of each, light and dark, wide and small. */
const run = async (): Promise<void> => {
  await mkdir(output, { recursive: true });
  const browser = await chromium.launch(await chromiumOptions());
  const network = await Network.start(browser);
  try {
    for (const scene of scenes) {
      const window = new Window(await browser.newPage({ locale: "en-GB", timezoneId: "Europe/Berlin" }));
      await scene.show(window, network);
      for (const colorScheme of ["light", "dark"] as const)
        for (const [size, viewport] of Object.entries(sizes)) {
          await window.page.setViewportSize(viewport);
          await window.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          await window.page.screenshot({ path: `${output}/${scene.name}-${colorScheme}-${size}.png` });
        }
      await window.page.close();
      console.log(scene.name);
    }
  } finally {
    await network.stop();
    await browser.close();
  }
};

await run();
