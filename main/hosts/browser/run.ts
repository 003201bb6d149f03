import { resolve } from "node:path";

import { createApp } from "#main/create-app.ts";
import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { readHostOptions } from "#main/hosts/options.ts";
import { readyLine } from "#main/hosts/ready-line.ts";

import { startBrowserHost } from "./host.ts";
import { openBrowserWindow } from "./window.ts";

export interface RunningHost {
  stop(): Promise<void>;
}

/**
 * Runs the application in a browser window and prints the ready line.
 * @throws Error with a sentence when the arguments are invalid or the port is taken.
 */
export const runBrowserHost = async (args: readonly string[]): Promise<RunningHost> => {
  const read = readHostOptions(args);
  if (!read.ok)
    throw new Error(`${read.error}. Usage: [--server URL] [--as EMAIL] [--data DIR] [--port N] [--headless]`);
  const options = read.value;
  const app = createApp({ ...options, secrets: memorySecrets() });
  const screens = resolve(import.meta.dirname, "../../../out/renderer");
  const log = (error: unknown): void => console.error(error);
  const host = await startBrowserHost({ app, screens, port: options.port, log });

  await app.start(options.as);
  console.log(await readyLine({ app: host.url, server: app.server, people: () => app.demoPeople() }));
  if (!options.isHeadless && !openBrowserWindow(host.url)) console.error(`Open ${host.url} in a browser.`);

  return {
    stop: async () => {
      await host.close();
      await app.close();
    },
  };
};
