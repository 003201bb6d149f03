import { beforeEach, describe, expect, it } from "vitest";

import type { WindowPort } from "#main/bridge.ts";

import { carryMessages } from "./carry-messages.ts";
import { mainChannel, windowChannel } from "./channels.ts";
import { ElectronDouble } from "./testing/electron-double.ts";
import { ContentsDouble, frameDouble } from "./testing/window-double.ts";

interface ServedPage {
  readonly port: WindowPort;
  readonly received: unknown[];
  isClosed: boolean;
}

describe("the messages of the window", () => {
  let electron: ElectronDouble;
  let page: ContentsDouble;
  let served: ServedPage[];
  let logged: unknown[];

  beforeEach(() => {
    electron = new ElectronDouble({ userData: "/" });
    page = new ContentsDouble();
    served = [];
    logged = [];
    carryMessages({
      ipcMain: electron.parts.ipcMain,
      contents: page.contents,
      serve: (port) => {
        const connection: ServedPage = { port, received: [], isClosed: false };
        served.push(connection);
        port.send({ kind: "version", version: 1 });
        return {
          receive: (message) => void connection.received.push(message),
          close: () => void (connection.isClosed = true),
        };
      },
      log: (error) => logged.push(error),
    });
  });

  const send = (pageId: unknown, message: unknown, event: object = {}): void =>
    electron.ipcListeners.emit(
      windowChannel,
      { sender: page.contents, senderFrame: frameDouble(), ...event },
      pageId,
      message,
    );

  it("reach the application from the screens, and its answers reach the same page", () => {
    send("one", "hello");
    send("one", "again");
    expect(served).toHaveLength(1);
    expect(served[0]!.received).toEqual(["hello", "again"]);
    expect(page.sent).toEqual([{ channel: mainChannel, args: ["one", { kind: "version", version: 1 }] }]);
  });

  it.each([
    ["another window", { sender: new ContentsDouble().contents }],
    ["a frame that is gone", { senderFrame: null }],
    ["a frame that was destroyed", { senderFrame: frameDouble({ isDestroyed: () => true }) }],
    ["a frame inside the page", { senderFrame: frameDouble({ parent: frameDouble() }) }],
    ["another origin", { senderFrame: frameDouble({ origin: "https://countersign" }) }],
    ["an origin that only begins alike", { senderFrame: frameDouble({ origin: "app://countersign.example" }) }],
    ["an opaque origin", { senderFrame: frameDouble({ origin: "null" }) }],
  ])("are dropped and logged when they come from %s", (_who, event) => {
    send("one", "hello", event);
    expect(served).toHaveLength(0);
    expect(logged).toHaveLength(1);
  });

  it("are dropped and logged without the id of their page", () => {
    send(undefined, "hello");
    send({ id: "one" }, "hello");
    expect(served).toHaveLength(0);
    expect(logged).toHaveLength(2);
  });

  it("end for a page when another one replaces it", () => {
    send("one", "hello");
    send("two", "hello");
    expect(served.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(served[1]!.received).toEqual(["hello"]);
  });

  it("for a page that is gone are not sent", () => {
    send("one", "hello");
    send("two", "hello");
    const before = page.sent.length;
    served[0]!.port.send({ kind: "version", version: 1 });
    expect(page.sent).toHaveLength(before);
  });

  it("end when the process of the window ends", () => {
    send("one", "hello");
    page.listeners.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 });
    expect(served[0]!.isClosed).toBe(true);
  });

  it("end with the window, which then has no listeners left", () => {
    send("one", "hello");
    page.listeners.emit("destroyed");
    expect(served[0]!.isClosed).toBe(true);
    expect(electron.ipcListeners.count(windowChannel)).toBe(0);
  });
});
