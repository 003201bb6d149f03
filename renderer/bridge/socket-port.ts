import type { WindowMessage } from "@countersign/shared/contract/bridge.ts";

import type { Port, PortState } from "./port.ts";

const firstDelay = 250;
const longestDelay = 5_000;

/** Doubles from a quarter of a second to five seconds, each a random half to whole of it. @internal */
export const reconnectDelay = (attempt: number, random: () => number): number =>
  Math.min(longestDelay, firstDelay * 2 ** attempt) * (0.5 + random() / 2);

export interface SocketPortOptions {
  readonly open: () => WebSocket;
  readonly random: () => number;
}

/** A port over a WebSocket that is reopened, with growing delays, whenever it closes. */
export const socketPort = ({ open, random }: SocketPortOptions): Port => {
  const messageListeners = new Set<(message: unknown) => void>();
  const stateListeners = new Set<(state: PortState) => void>();
  let state: PortState = "connecting";
  let socket: WebSocket;
  let attempt = 0;

  const enter = (next: PortState) => {
    if (next === state) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };

  const receive = (data: unknown) => {
    const message = parse(data);
    for (const listener of messageListeners) listener(message);
  };

  const connect = () => {
    socket = open();
    socket.addEventListener("open", () => {
      attempt = 0;
      enter("open");
    });
    socket.addEventListener("message", ({ data }) => receive(data));
    // A failed attempt closes as well, so this one event covers both.
    socket.addEventListener("close", () => {
      enter("lost");
      setTimeout(connect, reconnectDelay(attempt, random));
      attempt += 1;
    });
  };

  connect();
  return {
    send: (message: WindowMessage) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onState: (listener) => {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
  };
};

/** `undefined` for text that is not JSON; the client drops it like any other malformed message. */
const parse = (data: unknown): unknown => {
  try {
    return typeof data === "string" ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
};
