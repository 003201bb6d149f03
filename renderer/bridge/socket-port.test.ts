import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { socketAddress } from "./socket-address.ts";
import { reconnectDelay, socketPort } from "./socket-port.ts";

class TestSocket extends EventTarget {
  readonly OPEN = 1;
  readyState = 0;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }

  accept(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  drop(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

const start = () => {
  const sockets: TestSocket[] = [];
  const port = socketPort({
    open: () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 1,
  });
  const states: string[] = [];
  const messages: unknown[] = [];
  port.onState((state) => states.push(state));
  port.onMessage((message) => messages.push(message));
  return { port, sockets, states, messages };
};

describe("the port over a WebSocket", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("reconnects after a loss, waiting longer after each failed attempt", () => {
    const { sockets, states } = start();
    sockets[0]?.accept();
    sockets[0]?.drop();
    vi.advanceTimersByTime(250);
    expect(sockets).toHaveLength(2);
    sockets[1]?.drop();
    vi.advanceTimersByTime(499);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    sockets[2]?.accept();
    expect(states).toEqual(["connecting", "open", "lost", "open"]);
  });

  it("never waits longer than five seconds, nor less than half of its step", () => {
    expect(reconnectDelay(20, () => 1)).toBe(5_000);
    expect(reconnectDelay(0, () => 0)).toBe(125);
  });

  it("passes on what it can read and sends only while it is open", () => {
    const { port, sockets, messages } = start();
    port.send({ kind: "unfollow", id: 1 });
    sockets[0]?.accept();
    port.send({ kind: "unfollow", id: 2 });
    sockets[0]?.say('{"kind":"version","version":1}');
    sockets[0]?.say("{");
    expect(sockets[0]?.sent).toEqual(['{"kind":"unfollow","id":2}']);
    expect(messages).toEqual([{ kind: "version", version: 1 }, undefined]);
  });
});

describe("the address of the socket", () => {
  it("is the page's own host, with the page's key as a subprotocol", () => {
    const page = { protocol: "http:", host: "127.0.0.1:4711", search: "?key=s3cret" };
    expect(socketAddress(page)).toEqual({
      url: "ws://127.0.0.1:4711/bridge",
      protocols: ["countersign.v1", "key.s3cret"],
    });
    expect(socketAddress({ ...page, protocol: "https:" }).url).toBe("wss://127.0.0.1:4711/bridge");
  });
});
