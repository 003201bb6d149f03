import { resolve } from "node:path";

import { createApp } from "#main/create-app.ts";
import { readHostOptions } from "#main/hosts/options.ts";

import { startBrowserHost } from "./host.ts";
import { memorySecrets } from "./memory-secrets.ts";
import { openWindow } from "./window.ts";

/** The demo's people are listed in the ready line when the server answers within this many milliseconds. */
const peopleTimeout = 2_000;

export interface RunningHost {
  stop(): Promise<void>;
}

/**
 * Runs the application in a browser window and prints the ready line.
 * @throws Error with a sentence when the arguments do not fit or the port is taken.
 */
export const runBrowserHost = async (args: readonly string[]): Promise<RunningHost> => {
  const read = readHostOptions(args);
  if (!read.ok) throw new Error(`${read.error}. Usage: --server URL [--as EMAIL] [--data DIR] [--port N] [--headless]`);
  const options = read.value;
  const app = createApp({ ...options, secrets: memorySecrets() });
  const screens = resolve(import.meta.dirname, "../../../out/renderer");
  const log = (error: unknown): void => console.error(error);
  const host = await startBrowserHost({ app, screens, port: options.port, log });

  await app.start(options.as);
  const people = await Promise.race([
    app.demoPeople(),
    new Promise<[]>((done) => setTimeout(() => done([]), peopleTimeout).unref()),
  ]);
  console.log(JSON.stringify({ ready: true, app: host.url, server: options.server, people }));
  if (!options.isHeadless && !openWindow(host.url)) console.error(`Open ${host.url} in a browser.`);

  return {
    stop: async () => {
      await host.close();
      await app.close();
    },
  };
};
