import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { once } from "node:events";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";

import type { DesktopApp } from "#main/app.ts";
import { serveWindow } from "#main/bridge.ts";
import type { ScreenFile } from "#main/hosts/screen-files.ts";
import { readScreenFiles } from "#main/hosts/screen-files.ts";
import { screenHeaders } from "#main/hosts/screen-headers.ts";

import type { BridgeAccess, Refused } from "./access.ts";
import { bridgeProtocol, checkBridge, checkHost, checkPage } from "./access.ts";

export interface BrowserHostOptions {
  readonly app: DesktopApp;
  /** The folder of the built screens. */
  readonly screens: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly log: (error: unknown) => void;
}

export interface BrowserHost {
  /** The address of the screens, with the key. */
  readonly url: string;
  close(): Promise<void>;
}

const longestMessage = 4 * 1024 * 1024;

const securityHeaders = screenHeaders("'self'");

const answer = (response: ServerResponse, status: number, type: string, content: string | Buffer): void => {
  response.writeHead(status, { ...securityHeaders, "content-type": type }).end(content);
};

const refuse = (response: ServerResponse, { status, sentence }: Refused): void =>
  answer(response, status, "text/plain; charset=utf-8", `${sentence}\n`);

const refuseUpgrade = (socket: Socket, { status, sentence }: Refused): void => {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\n${sentence}\n`);
};

const answerRequest =
  (files: ReadonlyMap<string, ScreenFile>, access: BridgeAccess) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const foreign = checkHost(request, access);
    if (foreign) return refuse(response, foreign);
    const url = new URL(request.url ?? "/", `http://${access.host}`);
    if (request.method !== "GET") return answer(response, 405, "text/plain", "Only GET is possible here.\n");
    const isPage = url.pathname === "/" || url.pathname === "/index.html";
    const refused = isPage ? checkPage(url, access) : undefined;
    if (refused) return refuse(response, refused);
    const file = files.get(isPage ? "/index.html" : url.pathname);
    if (file === undefined) return answer(response, 404, "text/plain", "There is nothing here.\n");
    answer(response, 200, file.type, file.content);
  };

const serveSocket = ({ app, log }: BrowserHostOptions, socket: WebSocket): void => {
  const connection = serveWindow(app, { send: (message) => socket.send(JSON.stringify(message)) }, log);
  socket.on("message", (data: Buffer) => {
    let message: unknown;
    try {
      message = JSON.parse(data.toString("utf8"));
    } catch {
      socket.close(1007, "not JSON");
      return;
    }
    connection.receive(message);
  });
  socket.on("close", () => connection.close());
  socket.on("error", log);
};

/** Serves the screens and the bridge on the loopback address, to anybody with the key. */
export const startBrowserHost = async (options: BrowserHostOptions): Promise<BrowserHost> => {
  const files = await readScreenFiles(options.screens);
  const server = createServer();
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the host has no port");
  const access: BridgeAccess = { host: `127.0.0.1:${address.port}`, key: randomBytes(32).toString("base64url") };

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    handleProtocols: () => bridgeProtocol,
  });
  server.on("request", answerRequest(files, access));
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const refused = checkHost(request, access) ?? checkBridge(request, access);
    if (refused) refuseUpgrade(socket, refused);
    else sockets.handleUpgrade(request, socket, head, (webSocket) => serveSocket(options, webSocket));
  });

  return {
    url: `http://${access.host}/?key=${access.key}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
