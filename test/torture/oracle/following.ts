import { createParser } from "eventsource-parser";

import type { HttpApp } from "@countersign/server/foundation/http/http-app.ts";
import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames, streamEventSchema } from "@countersign/shared/contract/protocol.ts";

import { ArrivedPage } from "#main/sync/arrived-page.ts";

import type { Device } from "./device.ts";

const pageSize = 50;

/**
 * A device that follows the events of its stream, like the application: it uses the pages that they bring, and pulls
 * everything else.
 */
export class Following {
  readonly device: Device;
  readonly #arrived = new Map<CollectionName, ArrivedPage>(collectionNames.map((name) => [name, new ArrivedPage()]));
  readonly #wanted = new Set<CollectionName>();
  readonly #catchingUp = new Map<CollectionName, Promise<void>>();
  #end: (() => void) | undefined;

  constructor(device: Device) {
    this.device = device;
  }

  /** Does nothing while the stream is open. */
  async open(app: HttpApp): Promise<void> {
    if (this.#end !== undefined) return;
    const headers = await this.device.headers();
    const answer = await app.inject({ url: "/v1/sync/stream?pages=true", headers, payloadAsStream: true });
    if (answer.statusCode !== 200) return;
    const events = answer.stream();
    const parser = createParser({ onEvent: ({ data }) => this.#hear(data) });
    events.setEncoding("utf8").on("data", (text: string) => parser.feed(text));
    events.once("close", () => (this.#end = undefined));
    this.#end = () => events.destroy();
  }

  /** Ends it. Resolves when it asks for nothing more. */
  async close(): Promise<void> {
    this.#end?.();
    await Promise.allSettled(this.#catchingUp.values());
  }

  /** Resolves when nothing caused by an earlier event is still running. @throws what went wrong meanwhile. */
  async caughtUp(): Promise<void> {
    while (this.#catchingUp.size > 0) await Promise.all(this.#catchingUp.values());
  }

  #hear(data: string): void {
    const { collections, pages = [] } = streamEventSchema.parse(JSON.parse(data));
    for (const name of collections) {
      this.#arrived.get(name)?.keep(pages.find(({ collection }) => collection === name));
      this.#wanted.add(name);
      if (this.#catchingUp.has(name)) continue;
      const work = this.#catchUp(name);
      // Kept, so that a waiting caller gets the error.
      work.then(
        () => this.#catchingUp.delete(name),
        () => undefined,
      );
      this.#catchingUp.set(name, work);
    }
  }

  async #catchUp(name: CollectionName): Promise<void> {
    while (this.#wanted.delete(name)) while (await this.device.pull(name, pageSize, this.#arrived.get(name)));
  }
}
