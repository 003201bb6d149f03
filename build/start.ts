import { once } from "node:events";
import { join, resolve } from "node:path";

import { stopWithNpm } from "@countersign/server/node/stop-with-npm.ts";
import { runBrowserHost } from "#main/hosts/browser/run.ts";

import { startDemoServer } from "./start/demo-server.ts";
import { findElectron, startElectron } from "./start/electron.ts";
import type { StartOptions } from "./start/options.ts";
import { readStartOptions, startUsage } from "./start/options.ts";
import { buildScreens } from "./start/screens.ts";

const root = resolve(import.meta.dirname, "..");

interface Running {
  stop(): Promise<void>;
}

const hostArguments = ({ as, directory, port, isHeadless }: StartOptions, server: string): string[] => [
  "--server",
  server,
  "--data",
  join(directory, "client"),
  "--port",
  String(port),
  ...(as === undefined ? [] : ["--as", as]),
  ...(isHeadless ? ["--headless"] : []),
];

const startApplication = async (options: StartOptions, server: string): Promise<Running> => {
  const args = hostArguments(options, server);
  if (!options.isBrowser && !options.isHeadless) {
    const electron = findElectron(root);
    if ("binary" in electron) {
      const child = startElectron(root, electron.binary, args);
      child.once("exit", (code) => process.emit("SIGTERM", "SIGTERM") || process.exit(code ?? 0));
      return {
        stop: async () => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const exit = once(child, "exit");
          child.kill("SIGTERM");
          await exit;
        },
      };
    }
    console.error(`Using a browser window, because ${electron.missing}.`);
  }
  await buildScreens(root);
  return runBrowserHost(args);
};

const run = async (): Promise<void> => {
  const read = readStartOptions(process.argv.slice(2));
  if (!read.ok) {
    console.error(`${read.error}\n\n${startUsage}`);
    process.exitCode = 2;
    return;
  }
  const options = read.value;
  const running: Running[] = [];
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    for (const part of running.toReversed()) await part.stop();
    process.exit();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
  stopWithNpm(() => void stop());

  try {
    if (options.server === undefined) {
      const demo = await startDemoServer(root, options.directory, options.orders);
      running.push(demo);
      running.push(await startApplication(options, demo.url));
    } else {
      running.push(await startApplication(options, options.server));
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    await stop();
  }
};

await run();
