import type { WindowMessage } from "@countersign/shared/contract/bridge.ts";

import type { Port } from "./port.ts";

/** What Electron's preload exposes as `window.countersign`. */
export interface PreloadBridge {
  send(message: WindowMessage): void;
  onMessage(listener: (message: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly countersign?: PreloadBridge;
  }
}

/** Inside Electron the window ends with its main process, so this port is always open. */
export const electronPort = (preload: PreloadBridge): Port => ({
  send: (message) => preload.send(message),
  onMessage: (listener) => preload.onMessage(listener),
  onState: (listener) => {
    listener("open");
    return () => undefined;
  },
});
