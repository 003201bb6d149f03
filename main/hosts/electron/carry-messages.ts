import type { IpcMain, IpcMainEvent, WebContents } from "electron";

import type { WindowConnection, WindowPort } from "#main/bridge.ts";

import { mainChannel, windowChannel } from "./channels.ts";
import { screensOrigin } from "./screens-address.ts";

export interface CarryOptions {
  readonly ipcMain: Pick<IpcMain, "on" | "off">;
  readonly contents: WebContents;
  /** Serves one loaded page until its connection is closed. */
  readonly serve: (port: WindowPort) => WindowConnection;
  readonly log: (error: unknown) => void;
}

interface OpenPage {
  readonly id: string;
  readonly connection: WindowConnection;
  close(): void;
}

/** Only the screens in the main frame of the application's own window. The frame is null once it has navigated or is gone. */
const isOurPage = ({ sender, senderFrame }: IpcMainEvent, contents: WebContents): boolean =>
  sender === contents &&
  senderFrame !== null &&
  !senderFrame.isDestroyed() &&
  senderFrame.parent === null &&
  senderFrame.origin === screensOrigin;

/**
 * Carries the messages of one window, and is the only code that touches Electron's ipc: the sender of every message is
 * checked here.
 *
 * A reloaded page has a new id, which ends the connection of the previous page. The navigation events would not do: they
 * are also sent for a navigation that is then refused, while the page stays.
 */
export const carryMessages = ({ ipcMain, contents, serve, log }: CarryOptions): void => {
  let open: OpenPage | undefined;

  const closePage = (): void => {
    open?.close();
    open = undefined;
  };

  const openPage = (id: string): OpenPage => {
    let isOpen = true;
    const connection = serve({
      send: (message) => {
        if (isOpen) contents.send(mainChannel, id, message);
      },
    });
    const close = (): void => {
      isOpen = false;
      connection.close();
    };
    return { id, connection, close };
  };

  const receive = (event: IpcMainEvent, id: unknown, message: unknown): void => {
    if (!isOurPage(event, contents)) {
      log(new Error("A message that does not come from the screens was dropped."));
      return;
    }
    if (typeof id !== "string") {
      log(new Error("A message of the window that names no page was dropped."));
      return;
    }
    if (open?.id !== id) {
      closePage();
      open = openPage(id);
    }
    open.connection.receive(message);
  };

  ipcMain.on(windowChannel, receive);
  contents.on("render-process-gone", closePage);
  contents.once("destroyed", () => {
    ipcMain.off(windowChannel, receive);
    closePage();
  });
};
