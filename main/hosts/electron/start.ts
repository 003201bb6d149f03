import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type * as electron from "electron";

import type { DesktopApp } from "#main/app.ts";
import type { CreateAppOptions } from "#main/create-app.ts";
import { serveWindow } from "#main/bridge.ts";
import type { HostOptions } from "#main/hosts/options.ts";
import { readHostOptions } from "#main/hosts/options.ts";
import { readyLine } from "#main/hosts/ready-line.ts";
import { readScreenFiles } from "#main/hosts/screen-files.ts";

import { carryMessages } from "./carry-messages.ts";
import { closeBeforeQuit } from "./close-before-quit.ts";
import { exitOnFault } from "./exit-on-fault.ts";
import { guardContents } from "./guard-contents.ts";
import { guardSession } from "./guard-session.ts";
import { MainWindow } from "./main-window.ts";
import { setMenu } from "./menu.ts";
import { openWindow } from "./open-window.ts";
import { ownArguments } from "./own-arguments.ts";
import { recoverWindow } from "./recover-window.ts";
import { screensScheme, screensUrl } from "./screens-address.ts";
import { answerScreens, screensPrivileges } from "./screens-protocol.ts";
import { openSecrets } from "./secrets.ts";
import type { StartRefusal } from "./start-refusal.ts";
import { findRefusal, refusalCodes } from "./start-refusal.ts";

/** The parts of Electron that the host uses, and no others: no shell and no network. */
export type ElectronParts = Pick<
  typeof electron,
  "app" | "BrowserWindow" | "dialog" | "ipcMain" | "Menu" | "nativeTheme" | "protocol" | "safeStorage" | "session"
>;

export interface ElectronHost {
  readonly electron: ElectronParts;
  readonly process: Pick<NodeJS.Process, "on" | "once" | "argv" | "platform" | "getuid">;
  readonly createApp: (options: CreateAppOptions) => DesktopApp;
  /** The folder of the built screens. */
  readonly screens: string;
  /** The built preload script. */
  readonly preload: string;
  readonly print: (line: string) => void;
  readonly log: (error: unknown) => void;
}

/**
 * Starts the desktop application. It returns at once, because Electron becomes ready only after the main module has
 * finished.
 */
export const startElectronHost = (host: ElectronHost): void => {
  const { app, dialog, protocol } = host.electron;
  const { process, log } = host;
  const end = (code: number, reason: unknown): void => {
    log(reason);
    app.exit(code);
  };
  const refuse = ({ code, sentence }: StartRefusal): void => {
    // A person who started the installed application by its icon has no terminal to read.
    if (app.isPackaged) dialog.showErrorBox("Countersign cannot start", sentence);
    end(refusalCodes[code], sentence);
  };

  exitOnFault({ process, exit: (code) => app.exit(code), log });
  const refusal = findRefusal({ process, commandLine: app.commandLine, isPackaged: app.isPackaged });
  if (refusal !== undefined) return refuse(refusal);
  const read = readHostOptions(ownArguments(process.argv.slice(1)), app.getPath("userData"));
  if (!read.ok) {
    const sentence = `${read.error}. Usage: [--server URL] [--as EMAIL] [--data DIR]`;
    return refuse({ code: "arguments-unfit", sentence });
  }

  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([screensPrivileges]);
  // One folder for everything; the lock belongs to it, so another folder means another application.
  mkdirSync(read.value.directory, { recursive: true, mode: 0o700 });
  app.setPath("userData", read.value.directory);
  if (!app.requestSingleInstanceLock()) return app.quit();

  app.on("web-contents-created", (_event, contents) => guardContents(contents, log));
  for (const signal of ["SIGINT", "SIGTERM", "disconnect"] as const) process.on(signal, () => app.quit());
  app
    .whenReady()
    .then(() => run(host, read.value))
    .catch((error: unknown) => end(1, error));
};

const run = async (host: ElectronHost, options: HostOptions): Promise<void> => {
  const { electron, log } = host;
  const { app, protocol, safeStorage, session } = electron;
  const { platform } = host.process;
  const { directory } = options;
  const isDevelopment = !app.isPackaged;

  guardSession(session.defaultSession, { isDevelopment, log });
  protocol.handle(screensScheme, answerScreens(await readScreenFiles(host.screens)));
  const secrets = await openSecrets({ safeStorage, platform, path: join(directory, "secrets.json"), log });
  const program = host.createApp({ ...options, secrets });
  closeBeforeQuit({ app, close: () => program.close(), log });

  setMenu(electron, { platform, isDevelopment });
  const window = new MainWindow(() => openProgramWindow(host, program, options.isHeadless));
  window.show();
  app.on("second-instance", () => window.show());
  app.on("activate", () => window.show());
  app.on("window-all-closed", () => {
    if (platform !== "darwin") app.quit();
  });

  await program.start(options.as);
  host.print(await readyLine({ app: screensUrl, server: program.server, people: () => program.demoPeople() }));
};

const openProgramWindow = ({ electron, preload, log }: ElectronHost, program: DesktopApp, isHidden: boolean) => {
  const { app, ipcMain } = electron;
  const window = openWindow(electron, { preload, isDevelopment: !app.isPackaged, isHidden, log });
  const contents = window.webContents;
  carryMessages({ ipcMain, contents, serve: (port) => serveWindow(program, port, log), log });
  recoverWindow({
    contents,
    now: () => performance.now(),
    giveUp: (error) => {
      log(error);
      app.exit(1);
    },
    log,
  });
  return window;
};
