import { EventEmitter } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";

import { createApp } from "#main/create-app.ts";

import type { ElectronHost } from "../start.ts";
import { startElectronHost } from "../start.ts";
import type { ElectronDoubleOptions } from "./electron-double.ts";
import { ElectronDouble } from "./electron-double.ts";

/** Nothing listens there, and Node's fetch refuses the port at once. */
export const noServer = "http://127.0.0.1:9";

export interface StartedHost {
  readonly electron: ElectronDouble;
  /** Emits `SIGTERM`, `uncaughtException` and the like. */
  readonly process: EventEmitter;
  readonly directory: string;
  readonly printed: readonly string[];
  readonly logged: readonly unknown[];
  /** Ends the application as the person does, and removes its folder. */
  end(): Promise<void>;
}

export interface StartedHostOptions extends Partial<Omit<ElectronDoubleOptions, "userData">> {
  /** What is typed after the program's name. */
  readonly args?: readonly string[];
  readonly platform?: NodeJS.Platform;
  /** The user id that starts it; 0 is root. */
  readonly uid?: number;
  readonly createApp?: ElectronHost["createApp"];
}

/** The whole host over a double of Electron, with the real application behind it and two built screens. */
export const startedHost = async (options: StartedHostOptions = {}): Promise<StartedHost> => {
  const directory = await mkdtemp(join(tmpdir(), "countersign-electron-"));
  const screens = join(directory, "screens");
  await mkdir(join(screens, "assets"), { recursive: true });
  await writeFile(join(screens, "index.html"), "<!doctype html><title>Countersign</title>");
  await writeFile(join(screens, "assets/index.js"), "export {};");
  await writeFile(join(directory, "secret.txt"), "no screen");

  const electron = new ElectronDouble({ userData: join(directory, "data"), ...options });
  const events = new EventEmitter();
  const printed: string[] = [];
  const logged: unknown[] = [];
  const argv = ["countersign", ...(options.args ?? ["--server", noServer])];
  const { platform = "linux", uid = 1000 } = options;
  startElectronHost({
    electron: electron.parts,
    process: Object.assign(events, { argv, platform, getuid: () => uid }) as unknown as NodeJS.Process,
    createApp: options.createApp ?? createApp,
    screens,
    preload: join(directory, "preload.cjs"),
    print: (line) => printed.push(line),
    log: (error) => logged.push(error),
  });
  await vi.waitUntil(() => printed.length > 0 || electron.done.some((what) => /^(exit|quit)/.test(what)));

  const end = async (): Promise<void> => {
    if (electron.appListeners.count("will-quit") > 0) {
      electron.appListeners.emit("will-quit", { preventDefault: () => undefined });
      await vi.waitUntil(() => electron.done.some((what) => what.startsWith("exit")));
    }
    await rm(directory, { recursive: true });
  };
  return { electron, process: events, directory, printed, logged, end };
};
