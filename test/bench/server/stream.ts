import { request } from "node:http";

import { createParser } from "eventsource-parser";

import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";

/** An event as it was received. */
export interface ArrivedEvent {
  readonly data: string;
  /** When it was complete, by `performance.now`. */
  readonly at: number;
}

/** One open stream of a person, read like on a device. */
export interface OpenStream {
  /** Resolves with the next event. */
  next(): Promise<ArrivedEvent>;
  close(): void;
}

/** Opens `GET /v1/sync/stream` and resolves when its first event has arrived. */
export const openStream = (server: string, token: string): Promise<OpenStream> =>
  new Promise((resolve, reject) => {
    const sent = request(`${server}/v1/sync/stream?pages=true`, {
      agent: false,
      headers: { authorization: `Bearer ${token}`, ...protocolHeaders },
    });
    sent.once("error", reject);
    sent.once("response", (answer) => {
      let heard: ((event: ArrivedEvent) => void) | undefined;
      let isOpen = false;
      const stream: OpenStream = {
        next: () =>
          new Promise((tell) => {
            heard = tell;
          }),
        close: () => {
          answer.destroy();
        },
      };
      answer.on("error", () => undefined);
      const parser = createParser({
        onEvent: ({ data }) => {
          if (isOpen) heard?.({ data, at: performance.now() });
          else resolve(stream);
          isOpen = true;
        },
      });
      answer.setEncoding("utf8").on("data", (text: string) => parser.feed(text));
    });
    sent.end();
  });
