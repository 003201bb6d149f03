import type { IpcRenderer } from "electron";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";

import type { PreloadBridge } from "#renderer/bridge/electron-port.ts";
import type { WindowMessage } from "@countersign/shared/contract/bridge.ts";

import { mainChannel, windowChannel } from "./channels.ts";
import { double, Listeners } from "./testing/double.ts";
import type { WindowBridge } from "./window-bridge.ts";
import { createWindowBridge } from "./window-bridge.ts";

describe("window.countersign", () => {
  let listeners: Listeners;
  let sent: unknown[][];
  let bridge: WindowBridge;

  beforeEach(() => {
    listeners = new Listeners();
    sent = [];
    const ipc: IpcRenderer = double<IpcRenderer>("ipcRenderer", {
      on: (channel, listener) => {
        listeners.add(channel, listener);
        return ipc;
      },
      send: (...args: unknown[]) => void sent.push(args),
    });
    bridge = createWindowBridge(ipc, "page");
  });

  it("is what the screens expect of a preload", () => {
    expectTypeOf<WindowBridge>().toEqualTypeOf<PreloadBridge>();
  });

  it("sends a message with the id of its page", () => {
    bridge.send({ kind: "unfollow", id: 1 });
    expect(sent).toEqual([[windowChannel, "page", { kind: "unfollow", id: 1 }]]);
  });

  it.each<WindowMessage>([
    { kind: "ask", id: 1, name: "readMailPreferences", input: {} },
    { kind: "cancel", id: 1 },
  ])("carries what the server is asked: $kind", (message) => {
    bridge.send(message);
    expect(sent).toEqual([[windowChannel, "page", message]]);
  });

  it.each([undefined, null, "call", {}, { kind: "call" }, { kind: "call", id: "1" }, { kind: "eval", id: 1 }])(
    "refuses to send what is not a message: %j",
    (message) => {
      expect(() => bridge.send(message as WindowMessage)).toThrow(TypeError);
      expect(sent).toEqual([]);
    },
  );

  it("gives a listener only the message, not the event with its sender", () => {
    const received: unknown[][] = [];
    bridge.onMessage((...args) => void received.push(args));
    listeners.emit(mainChannel, { sender: "ipc" }, "page", { kind: "version", version: 1 });
    expect(received).toEqual([[{ kind: "version", version: 1 }]]);
  });

  it("drops messages meant for the previous page", () => {
    const received: unknown[] = [];
    bridge.onMessage((message) => void received.push(message));
    listeners.emit(mainChannel, {}, "page before", { kind: "version", version: 1 });
    expect(received).toEqual([]);
  });

  it("stops when the listener is removed", () => {
    const received: unknown[] = [];
    const end = bridge.onMessage((message) => void received.push(message));
    expect(end()).toBeUndefined();
    listeners.emit(mainChannel, {}, "page", { kind: "version", version: 1 });
    expect(received).toEqual([]);
  });
});
