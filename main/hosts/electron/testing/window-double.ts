import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents, WebFrameMain } from "electron";

import { screensOrigin } from "../screens-address.ts";
import { double, Listeners } from "./double.ts";

/** The main frame of a page. */
export const frameDouble = (members: Partial<WebFrameMain> = {}): WebFrameMain =>
  double<WebFrameMain>("frame", { parent: null, origin: screensOrigin, isDestroyed: () => false, ...members });

type OpenHandler = Parameters<WebContents["setWindowOpenHandler"]>[0];

/** A page's process, as far as the host uses it. */
export class ContentsDouble {
  readonly listeners = new Listeners();
  readonly sent: { channel: string; args: unknown[] }[] = [];
  /** Called for everything that `sent` lists. */
  onSend: (channel: string, args: readonly unknown[]) => void = () => undefined;
  openHandler: OpenHandler | undefined;
  reloads = 0;
  isDestroyed = false;
  readonly contents: WebContents;

  constructor() {
    const on = (event: string, listener: (...args: never[]) => void): WebContents => {
      this.listeners.add(event, listener);
      return this.contents;
    };
    this.contents = double<WebContents>("webContents", {
      on,
      once: on,
      isDestroyed: () => this.isDestroyed,
      reload: () => {
        this.reloads += 1;
      },
      send: (channel: string, ...args: unknown[]) => {
        this.sent.push({ channel, args });
        this.onSend(channel, args);
      },
      setWindowOpenHandler: (handler) => {
        this.openHandler = handler;
      },
    });
  }
}

/** One window and what was done to it. */
export class WindowDouble {
  readonly options: BrowserWindowConstructorOptions;
  readonly page = new ContentsDouble();
  readonly listeners = new Listeners();
  readonly loaded: string[] = [];
  readonly done: string[] = [];
  isMinimized = false;
  readonly window: BrowserWindow;

  constructor(options: BrowserWindowConstructorOptions) {
    this.options = options;
    const on = (event: string, listener: (...args: never[]) => void): BrowserWindow => {
      this.listeners.add(event, listener);
      return this.window;
    };
    this.window = double<BrowserWindow>("window", {
      once: on,
      webContents: this.page.contents,
      isMinimized: () => this.isMinimized,
      restore: () => void this.done.push("restore"),
      show: () => void this.done.push("show"),
      focus: () => void this.done.push("focus"),
      setBackgroundColor: (color: string) => void this.done.push(`background ${color}`),
      loadURL: (url: string) => {
        this.loaded.push(url);
        return Promise.resolve();
      },
    });
  }
}
