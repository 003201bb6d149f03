import type { Server, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

import type { Log } from "#server/foundation/log/log.ts";

import type { HttpApp } from "./http-app.ts";

/** The requests that a server is currently answering. */
export interface RunningRequests {
  readonly count: number;
  /** Resolves when there are none. */
  idle(): Promise<void>;
}

/** Tracks requests from now on. */
export const watchRequests = (server: Server): RunningRequests => {
  const running = new Set<ServerResponse>();
  let tellIdle = (): void => undefined;
  server.on("request", (_request, response: ServerResponse) => {
    running.add(response);
    response.once("close", () => {
      running.delete(response);
      if (running.size === 0) tellIdle();
    });
  });
  return {
    get count() {
      return running.size;
    },
    idle: () =>
      running.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            tellIdle = resolve;
          }),
  };
};

/** A push of five hundred commands takes some seconds; a client that is cut off asks again and finds what was done. */
const deadlineMillis = 15_000;

/**
 * Accepts no new requests, sends the streams elsewhere and lets requests under way finish, up to a deadline. Then closes
 * idle connections, which some clients keep open for a minute.
 */
export const closeApi = async (app: HttpApp, running: RunningRequests, log: Log): Promise<void> => {
  const closing = app.close();
  const waiting = new AbortController();
  const late = pause(deadlineMillis, undefined, { signal: waiting.signal }).catch(() => undefined);
  await Promise.race([running.idle(), late]);
  waiting.abort();
  if (running.count > 0) log.warn({ requests: running.count }, "requests were cut off: they took too long");
  app.server.closeAllConnections();
  await closing;
};
