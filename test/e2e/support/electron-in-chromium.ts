import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";

import { createApp } from "#main/create-app.ts";
import { startElectronHost } from "#main/hosts/electron/start.ts";
import { ElectronDouble } from "#main/hosts/electron/testing/electron-double.ts";
import { frameDouble } from "#main/hosts/electron/testing/window-double.ts";

/** Stands in for `app://countersign/`, which only Electron can serve. */
const address = "https://countersign.test/";

interface Delivery {
  readonly channel: string;
  readonly args: readonly unknown[];
}

/** The parts of Electron that a sandboxed preload gets, over two functions of the page. */
const runPreload = (preload: string): string => `(() => {
  const listeners = new Map();
  globalThis.deliverFromMain = ({ channel, args }) => listeners.get(channel)?.({}, ...args);
  const electron = {
    contextBridge: { exposeInMainWorld: (name, api) => { globalThis[name] = api; } },
    ipcRenderer: {
      on: (channel, listener) => listeners.set(channel, listener),
      send: (channel, ...args) => { void globalThis.sendToMain({ channel, args }); },
    },
  };
  ((require) => {
    ${preload}
  })(() => electron);
})();`;

export interface ElectronInChromium {
  /** The host's log, including everything that it refused. */
  readonly logged: readonly unknown[];
  stop(): Promise<void>;
}

/**
 * The Electron host without Electron: its main process over the double, the built preload and screens in Chromium, and
 * every answer with the headers of the host's protocol.
 */
export const openElectronInChromium = async (
  page: Page,
  built: string,
  args: readonly string[],
): Promise<ElectronInChromium> => {
  const logged: unknown[] = [];
  const ready = Promise.withResolvers<string>();
  const exited = Promise.withResolvers<void>();
  const electron: ElectronDouble = new ElectronDouble({
    userData: join(built, "data"),
    onDone: (what) => {
      if (what.startsWith("exit")) exited.resolve();
    },
  });
  startElectronHost({
    electron: electron.parts,
    process: Object.assign(new EventEmitter(), {
      argv: ["electron", ...args],
      platform: "linux",
    }) as unknown as NodeJS.Process,
    createApp,
    screens: join(built, "out/renderer"),
    preload: join(built, "out/preload/preload.cjs"),
    print: ready.resolve,
    log: (error) => logged.push(error),
  });
  await Promise.race([ready.promise, exited.promise]);

  const contents = electron.window.page;
  await page.exposeFunction("sendToMain", ({ channel, args: sent }: Delivery) => {
    electron.ipcListeners.emit(channel, { sender: contents.contents, senderFrame: frameDouble() }, ...sent);
  });
  contents.onSend = (channel, sent) => {
    const deliver = ({ ...delivery }: Delivery): void =>
      (globalThis as unknown as { deliverFromMain(delivery: Delivery): void }).deliverFromMain(delivery);
    // A page that is being left receives nothing any more, as in Electron.
    page.evaluate(deliver, { channel, args: sent }).catch((error: unknown) => logged.push(error));
  };
  await page.addInitScript(runPreload(await readFile(join(built, "out/preload/preload.cjs"), "utf8")));
  await page.route(`${address}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const response = await electron.handled.get("app")?.(new Request(new URL(pathname, "app://countersign/")));
    if (response === undefined) throw new Error("the host serves no screens");
    const body = Buffer.from(await response.arrayBuffer());
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
  });
  await page.goto(address);

  return {
    logged,
    stop: async () => {
      contents.onSend = () => undefined;
      electron.appListeners.emit("will-quit", { preventDefault: () => undefined });
      await exited.promise;
    },
  };
};
