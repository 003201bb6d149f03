import { resolve } from "node:path";

import { createApp } from "#main/hosts/create-app.ts";
import { readHostOptions } from "#main/hosts/options.ts";

import { startBrowserHost } from "./host.ts";
import { memorySecrets } from "./memory-secrets.ts";
import { openWindow } from "./window.ts";

/** The demo's people are listed in the ready line when the server answers within this many milliseconds. */
const peopleTimeout = 2_000;

const log = (error: unknown): void => console.error(error);

const run = async (): Promise<void> => {
  const read = readHostOptions(process.argv.slice(2));
  if (!read.ok) {
    console.error(`${read.error}. Usage: --server URL [--as EMAIL] [--data DIR] [--port N] [--headless]`);
    process.exitCode = 2;
    return;
  }
  const options = read.value;
  const app = createApp(options, memorySecrets());
  const screens = resolve(import.meta.dirname, "../../../out/renderer");
  const host = await startBrowserHost({ app, screens, port: options.port, log });

  const stop = async (): Promise<void> => {
    await host.close();
    await app.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      void stop().then(() => process.exit(0));
    });
  // The launcher's end ends the application too, even when it was killed.
  process.once("disconnect", () => {
    void stop().then(() => process.exit(0));
  });

  await app.start(options.as);
  const people = await Promise.race([
    app.demoPeople(),
    new Promise<[]>((done) => setTimeout(() => done([]), peopleTimeout).unref()),
  ]);
  console.log(JSON.stringify({ ready: true, app: host.url, server: options.server, people }));
  if (!options.isHeadless && !openWindow(host.url)) console.error(`Open ${host.url} in a browser.`);
};

await run();
