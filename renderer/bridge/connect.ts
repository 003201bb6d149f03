import type { BridgeClient } from "./client.ts";
import { createBridgeClient } from "./client.ts";
import { electronPort } from "./electron-port.ts";
import { socketAddress } from "./socket-address.ts";
import { socketPort } from "./socket-port.ts";

/** This window's way to main: Electron's preload or, in a browser, the WebSocket of the page's own host. */
export const connectBridge = (window: Window): BridgeClient => {
  if (window.countersign !== undefined) return createBridgeClient(electronPort(window.countersign));
  const { url, protocols } = socketAddress(window.location);
  return createBridgeClient(socketPort({ open: () => new WebSocket(url, [...protocols]), random: Math.random }));
};
