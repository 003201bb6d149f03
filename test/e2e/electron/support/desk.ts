import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { _electron, expect } from "@playwright/test";

import type { RealElectron } from "#build/real-electron/find.ts";
import { sandboxHelper } from "#build/real-electron/find.ts";
import { asPerson, giveToPerson } from "#build/real-electron/person.ts";
import { isRoot } from "#build/start/electron.ts";
import { Window } from "#test/e2e/pages/window.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";
import { makeDataFolder } from "@countersign/server/testing/prepared-data.ts";
import type { Program as Server } from "@countersign/server/testing/program.ts";
import { startServer } from "@countersign/server/testing/program.ts";
import type { SharedInbox } from "#test/support/shared-orders.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

import { buildFor } from "./build.ts";
import type { Program, StartOptions } from "./program.ts";
import { startProgram } from "./program.ts";

export interface OpenApplication {
  readonly application: ElectronApplication;
  readonly window: Window;
}

interface DeskParts {
  readonly electron: RealElectron;
  readonly built: string;
  readonly folder: string;
  readonly launcher: string;
  readonly server: Server;
  readonly shared: SharedInbox;
}

/** A real Electron, the built application in it, and a server on which orders wait for a person. */
export class Desk implements AsyncDisposable {
  readonly electron: RealElectron;
  /** The folder of the built application. */
  readonly built: string;
  readonly shared: SharedInbox;
  readonly #parts: DeskParts;
  readonly #disposal: AsyncDisposableStack;
  #server: Server;

  private constructor(parts: DeskParts, disposal: AsyncDisposableStack) {
    this.electron = parts.electron;
    this.built = parts.built;
    this.shared = parts.shared;
    this.#parts = parts;
    this.#disposal = disposal;
    this.#server = parts.server;
  }

  static async setUp(electron: RealElectron): Promise<Desk> {
    await using disposal = new AsyncDisposableStack();
    const { folder: built } = disposal.use(await buildFor(electron));
    const { path: folder } = disposal.use(await temporaryFolder());
    await mkdir(join(folder, "home"));
    const launcher = isRoot() ? await writeLauncher(folder, electron) : electron.executable;
    giveToPerson(folder);
    await makeDataFolder(serverData(folder), "demo");
    const server = await startServer(serverArguments(folder, await lastingPort()));
    const shared = await findSharedInbox(server.ready.server, server.ready.people);
    return new Desk({ electron, built, folder, launcher, server, shared }, disposal.move());
  }

  get server(): string {
    return this.#server.ready.server;
  }

  /** The environment that a desktop gives every program. */
  get environment(): Readonly<Record<string, string>> {
    const { folder, electron } = this.#parts;
    return {
      PATH: process.env["PATH"] ?? "",
      DISPLAY: process.env["DISPLAY"] ?? "",
      HOME: join(folder, "home"),
      // Packed programs are in a user's folder, where root owns no helper.
      CHROME_DEVEL_SANDBOX: sandboxHelper(electron.executable),
      // No bus, so that the machine's own keyring and notifications are not used.
      DBUS_SESSION_BUS_ADDRESS: "disabled:",
    };
  }

  /** The application's arguments, with a data folder of this name. */
  argumentsFor(name: string): readonly string[] {
    return [`--server=${this.server}`, `--as=${this.shared.first.person.email}`, `--data=${this.dataOf(name)}`];
  }

  /** The data folder of this name. */
  dataOf(name: string): string {
    return join(this.#parts.folder, "home", name);
  }

  /** Opens the application under Playwright, sandboxed, and waits until it is online. */
  async open(name: string): Promise<OpenApplication> {
    const application = await _electron.launch({
      executablePath: this.#parts.launcher,
      args: [this.built, ...this.argumentsFor(name)],
      cwd: this.built,
      env: this.environment,
      chromiumSandbox: true,
    });
    const window = new Window(await application.firstWindow());
    await expect(window.connection).toHaveText("Online");
    return { application, window };
  }

  /** Starts the application, not packed, as a person does. */
  start(name: string, options: StartOptions & { readonly args?: readonly string[] } = {}): Program {
    const args = [...(options.args ?? []), this.built, ...this.argumentsFor(name)];
    return startProgram(this.environment, this.electron.executable, args, options);
  }

  async stopServer(): Promise<void> {
    await this.#server.stop();
  }

  async startServer(): Promise<void> {
    this.#server = await startServer(serverArguments(this.#parts.folder, Number(new URL(this.server).port)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
    await this.#disposal[Symbol.asyncDispose]();
  }
}

/** Playwright starts one program, and puts its own arguments first. */
const writeLauncher = async (folder: string, { executable }: RealElectron): Promise<string> => {
  const launcher = join(folder, "electron.sh");
  const command = [...asPerson(), executable].map((part) => `'${part}'`).join(" ");
  await writeFile(launcher, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  return launcher;
};

const serverData = (folder: string): string => join(folder, "server");

const serverArguments = (folder: string, port: number): string[] => [
  "--demo",
  "--data",
  serverData(folder),
  "--port",
  String(port),
];
