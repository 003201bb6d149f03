import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

import type { LoopbackServer } from "./loopback-server.ts";
import { startLoopbackServer } from "./loopback-server.ts";

/** A PouchDB database behind HTTP, in a separate process. */
export class Peer implements AsyncDisposable {
  readonly #database: string;
  readonly #server: LoopbackServer;

  private constructor(server: LoopbackServer) {
    this.#database = `${server.url}/bench`;
    this.#server = server;
  }

  static async start(folder: string): Promise<Peer> {
    const peer = new Peer(await startLoopbackServer("pouch-server.ts", folder));
    await peer.#send("PUT", "");
    return peer;
  }

  async #send(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.#database + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) throw new Error(`PouchDB answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  async insert(documents: readonly object[]): Promise<void> {
    await this.#send("POST", "/_bulk_docs", { docs: documents });
  }

  async put(id: string, document: object): Promise<void> {
    await this.#send("PUT", `/${encodeURIComponent(id)}`, document);
  }

  /** Reads a page of changes after `since`, with their documents. @returns how many there were, and the last position. */
  async pull(since: unknown, limit: number): Promise<{ readonly count: number; readonly last: unknown }> {
    const changes = z.object({ results: z.array(z.unknown()), last_seq: z.unknown() });
    const query = new URLSearchParams({ include_docs: "true", limit: String(limit), since: String(since) });
    const { results, last_seq: last } = changes.parse(await this.#send("GET", `/_changes?${query}`));
    return { count: results.length, last };
  }

  /** Resolves when something changed after `since`, with the document, like a live replication. */
  async nextChange(since: unknown): Promise<unknown> {
    const query = new URLSearchParams({ include_docs: "true", feed: "longpoll", since: String(since), limit: "1" });
    const changes = z.object({ results: z.array(z.unknown()), last_seq: z.unknown() });
    for (;;) {
      const { results, last_seq: last } = changes.parse(await this.#send("GET", `/_changes?${query}`));
      if (results.length > 0) return last;
      await pause(1);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
