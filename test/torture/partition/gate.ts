import { once } from "node:events";
import type { Server } from "node:net";
import { createServer } from "node:net";

import type { Random } from "@countersign/server/demo/random.ts";

import type { Exchanges } from "./relay.ts";
import { Relay } from "./relay.ts";

/** Where a connection goes, and what happens to it on the way. */
export interface Route extends Exchanges {
  /** `undefined` when nobody is there: the connection is reset. */
  readonly port: number | undefined;
}

/** A TCP proxy on a port of its own that treats connections badly. */
export class Gate {
  readonly #server: Server;
  readonly #relays = new Set<Relay>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param route is asked for each connection. */
  static async open(route: () => Route, random: Random): Promise<Gate> {
    const server = createServer();
    const gate = new Gate(server);
    server.on("connection", (client) => {
      const { port, ...exchanges } = route();
      if (port === undefined) {
        client.resetAndDestroy();
        return;
      }
      const relay = new Relay(client, port, exchanges, random);
      gate.#relays.add(relay);
      client.once("close", () => gate.#relays.delete(relay));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return gate;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The gate is closed");
    return address.port;
  }

  /** Resets every connection that is not half open. */
  resetAll(): void {
    for (const relay of this.#relays) relay.reset();
  }

  close(): void {
    this.#server.close();
    for (const relay of this.#relays) relay.destroy();
  }
}
