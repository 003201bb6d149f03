import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  /** The path of the request, without the leading slash. */
  readonly to: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const accept: Answer = (_request, response) => response.end();

/** A webhook receiver on loopback that records requests and answers as the test says. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  answerWith(answer: Answer): void;
  /** Forgets all requests, and accepts everything from now on. */
  clear(): void;
  stop(): void;
}

export const startReceiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  let answer = accept;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      received.push({ to: (request.url ?? "").slice(1), headers: request.headers as Record<string, string>, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerWith: (next) => {
      answer = next;
    },
    clear: () => {
      received.length = 0;
      answer = accept;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
