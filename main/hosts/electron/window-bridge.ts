import type { IpcRenderer } from "electron";

import type { WindowMessage } from "@countersign/shared/contract/bridge.ts";

import { mainChannel, windowChannel } from "./channels.ts";

/** Everything that a page gets: `window.countersign`. */
export interface WindowBridge {
  /** @throws TypeError for anything but a message of the contract; its content is checked in main. */
  send(message: WindowMessage): void;
  /** Returns the function that ends it. */
  onMessage(listener: (message: unknown) => void): () => void;
}

const kinds: readonly unknown[] = ["call", "follow", "unfollow", "ask", "cancel"] satisfies WindowMessage["kind"][];

const isWindowMessage = (value: unknown): value is WindowMessage =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  kinds.includes(value.kind) &&
  "id" in value &&
  Number.isSafeInteger(value.id);

/** The two functions over Electron's ipc. A listener gets only the message, never the event with its sender. */
export const createWindowBridge = (ipc: Pick<IpcRenderer, "send" | "on">, page: string): WindowBridge => {
  const listeners = new Set<(message: unknown) => void>();
  ipc.on(mainChannel, (_event, forPage: unknown, message: unknown) => {
    if (forPage !== page) return; // meant for the page before a reload
    for (const listener of listeners) listener(message);
  });
  return {
    send: (message) => {
      if (!isWindowMessage(message)) throw new TypeError("This is no message of the contract between window and main.");
      ipc.send(windowChannel, page, message);
    },
    onMessage: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
