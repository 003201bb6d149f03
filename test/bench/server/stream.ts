import { request } from "node:http";

import { protocolHeader, protocolVersion } from "#shared/contract/protocol.ts";

/** One open stream of a person, read as a device reads it. */
export interface OpenStream {
  /** Resolves with the time at which the next event arrived, by `performance.now`. */
  next(): Promise<number>;
  close(): void;
}

/** Opens `GET /v1/sync/stream` and resolves when its first event is there. */
export const openStream = (server: string, token: string): Promise<OpenStream> =>
  new Promise((resolve, reject) => {
    const sent = request(`${server}/v1/sync/stream`, {
      agent: false,
      headers: { authorization: `Bearer ${token}`, [protocolHeader]: String(protocolVersion) },
    });
    sent.once("error", reject);
    sent.once("response", (answer) => {
      let heard: ((at: number) => void) | undefined;
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
      answer.on("data", (chunk: Buffer) => {
        if (!chunk.includes("data:")) return;
        if (isOpen) heard?.(performance.now());
        else resolve(stream);
        isOpen = true;
      });
    });
    sent.end();
  });
