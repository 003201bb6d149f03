import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CommandLine,
  CustomScheme,
  Dialog,
  IpcMain,
  IpcMainEvent,
  Menu,
  MenuItemConstructorOptions,
  NativeTheme,
  Protocol,
} from "electron";

import { windowChannel } from "../channels.ts";
import type { ElectronParts } from "../start.ts";
import { double, Listeners } from "./double.ts";
import { safeStorageDouble } from "./safe-storage-double.ts";
import { SessionDouble } from "./session-double.ts";
import { frameDouble, WindowDouble } from "./window-double.ts";

export interface ElectronDoubleOptions {
  /** The folder that Electron proposes for the application's data. */
  readonly userData: string;
  readonly isPackaged?: boolean;
  /** Whether another instance has the lock already. */
  readonly isSecondInstance?: boolean;
  /** The switches for Chromium, by name and without the dashes. */
  readonly switches?: readonly string[];
  /** Called for everything that `done` lists. */
  readonly onDone?: (what: string) => void;
}

/** Electron as the host sees it: it records what is asked of it, and the test sends its events. */
export class ElectronDouble {
  readonly appListeners = new Listeners();
  readonly ipcListeners = new Listeners();
  readonly themeListeners = new Listeners();
  readonly session = new SessionDouble();
  readonly windows: WindowDouble[] = [];
  readonly paths = new Map<string, string>();
  schemes: readonly CustomScheme[] = [];
  readonly handled = new Map<string, Parameters<Protocol["handle"]>[1]>();
  menu: readonly MenuItemConstructorOptions[] = [];
  /** What happened, in order: `sandbox`, `lock`, `window`, `box TEXT`, `quit`, `exit N`. */
  readonly done: string[] = [];
  isDark = false;
  readonly parts: ElectronParts;

  readonly #onDone: (what: string) => void;

  constructor(options: ElectronDoubleOptions) {
    this.paths.set("userData", options.userData);
    this.#onDone = options.onDone ?? (() => undefined);
    const open = (options: BrowserWindowConstructorOptions): BrowserWindow => {
      const opened = new WindowDouble(options);
      this.windows.push(opened);
      this.#note("window");
      return opened.window;
    };
    // A function rather than a class, so that `new` returns the double itself.
    const openWindow = function (options: BrowserWindowConstructorOptions): BrowserWindow {
      return open(options);
    };
    this.parts = {
      app: this.#app(options),
      BrowserWindow: openWindow as unknown as typeof BrowserWindow,
      dialog: double<Dialog>("dialog", {
        showErrorBox: (title, content) => this.#note(`box ${title}: ${content}`),
      }),
      ipcMain: this.#ipcMain(),
      Menu: double<typeof Menu>("Menu", {
        buildFromTemplate: (template) => {
          this.menu = template as readonly MenuItemConstructorOptions[];
          return double<Menu>("menu", {});
        },
        setApplicationMenu: () => undefined,
      }),
      nativeTheme: this.#nativeTheme(),
      protocol: double<Protocol>("protocol", {
        registerSchemesAsPrivileged: (schemes) => void (this.schemes = schemes),
        handle: (scheme, handler) => void this.handled.set(scheme, handler),
      }),
      safeStorage: safeStorageDouble(),
      session: double<ElectronParts["session"]>("session", { defaultSession: this.session.session }),
    };
  }

  get window(): WindowDouble {
    const window = this.windows.at(-1);
    if (window === undefined) throw new Error("no window was opened");
    return window;
  }

  /** A message as the preload sends it; from the screens in the last window unless the event says otherwise. */
  sendFromWindow(page: unknown, message: unknown, event: Partial<IpcMainEvent> = {}): void {
    this.ipcListeners.emit(
      windowChannel,
      { sender: this.window.page.contents, senderFrame: frameDouble(), ...event },
      page,
      message,
    );
  }

  #note(what: string): void {
    this.done.push(what);
    this.#onDone(what);
  }

  #app({ isPackaged = true, isSecondInstance = false, switches = [] }: ElectronDoubleOptions): App {
    const app: App = double<App>("app", {
      isPackaged,
      commandLine: double<CommandLine>("commandLine", { hasSwitch: (name) => switches.includes(name) }),
      on: (event: string, listener: (...args: never[]) => void): App => {
        this.appListeners.add(event, listener);
        return app;
      },
      enableSandbox: () => this.#note("sandbox"),
      getPath: (name) => this.paths.get(name) ?? "",
      setPath: (name, path) => void this.paths.set(name, path),
      requestSingleInstanceLock: () => {
        this.#note("lock");
        return !isSecondInstance;
      },
      whenReady: () => Promise.resolve(),
      quit: () => this.#note("quit"),
      exit: (code) => this.#note(`exit ${String(code)}`),
    });
    return app;
  }

  #ipcMain(): IpcMain {
    const ipcMain: IpcMain = double<IpcMain>("ipcMain", {
      on: (channel, listener) => {
        this.ipcListeners.add(channel, listener);
        return ipcMain;
      },
      off: (channel, listener) => {
        this.ipcListeners.remove(channel, listener);
        return ipcMain;
      },
    });
    return ipcMain;
  }

  #nativeTheme(): NativeTheme {
    const isDark = (): boolean => this.isDark;
    const nativeTheme: NativeTheme = double<NativeTheme>("nativeTheme", {
      get shouldUseDarkColors() {
        return isDark();
      },
      on: (event: string, listener: () => void): NativeTheme => {
        this.themeListeners.add(event, listener);
        return nativeTheme;
      },
      off: (event: string, listener: () => void): NativeTheme => {
        this.themeListeners.remove(event, listener);
        return nativeTheme;
      },
    });
    return nativeTheme;
  }
}
