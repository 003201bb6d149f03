import type { CollectionName, StreamEvent } from "@countersign/shared/contract/protocol.ts";

/** Where events are written: the part of a Node stream that is needed. */
export interface EventOutput {
  /** @returns false when the reader is behind and the output holds data back. */
  write(text: string): boolean;
  once(event: "drain", listener: () => void): unknown;
  end(): unknown;
  destroy(): unknown;
}

/** The content of an event. */
export type News = Pick<StreamEvent, "sequence" | "collections">;

/** @param pages are already JSON. */
const eventText = (event: StreamEvent, pages: readonly string[]): string => {
  const text = JSON.stringify(event);
  return `data: ${pages.length === 0 ? text : `${text.slice(0, -1)},"pages":[${pages.join(",")}]}`}\n\n`;
};

/**
 * One person's stream of server-sent events. Holds back at most one event, whatever happens meanwhile: news for a reader
 * that is behind is merged into it. A reader that is still behind at the next heartbeat is dropped; it comes back and
 * pulls.
 */
export class EventChannel {
  readonly #output: EventOutput;
  readonly #epoch: string;
  #kept: { sequence: number; collections: Set<CollectionName> } | undefined;
  #isBehind = false;
  #hasEnded = false;
  readonly #told = new Map<CollectionName, number>();

  constructor(output: EventOutput, epoch: string) {
    this.#output = output;
    this.#epoch = epoch;
  }

  /** The highest sequence that was sent. */
  get told(): number {
    return Math.max(0, ...this.#told.values());
  }

  /** The highest sequence that was sent for this collection. */
  toldOf(collection: CollectionName): number {
    return this.#told.get(collection) ?? 0;
  }

  /** Whether news is still to be sent. */
  get hasNews(): boolean {
    return this.#kept !== undefined && !this.#hasEnded;
  }

  /** Merges news into what the next `flush` sends. */
  keep({ sequence, collections }: News): void {
    const kept = this.#kept ?? { sequence: 0, collections: new Set() };
    for (const collection of collections) kept.collections.add(collection);
    this.#kept = { sequence: Math.max(kept.sequence, sequence), collections: kept.collections };
  }

  /** Takes the kept news to send it; nothing while the reader is behind. */
  take(): News | undefined {
    if (this.#kept === undefined || this.#isBehind || this.#hasEnded) return undefined;
    const { sequence, collections } = this.#kept;
    this.#kept = undefined;
    return { sequence, collections: [...collections] };
  }

  /** Sends news, with pages that are already JSON. A reader that is behind gets it without them once it has caught up. */
  send(news: News, pages: readonly string[] = []): void {
    if (this.#hasEnded) return;
    if (this.#isBehind) {
      this.keep(news);
      return;
    }
    for (const name of news.collections) this.#told.set(name, Math.max(this.toldOf(name), news.sequence));
    this.#write(eventText({ epoch: this.#epoch, ...news }, pages));
  }

  /** Sends the kept news, or waits until the reader has caught up. */
  flush(): void {
    const news = this.take();
    if (news !== undefined) this.send(news);
  }

  /** Shows the reader, and every proxy in between, that the stream is alive. */
  beat(): "alive" | "dropped" {
    if (this.#hasEnded) return "alive";
    if (this.#isBehind) {
      this.#hasEnded = true;
      this.#output.destroy();
      return "dropped";
    }
    this.#write(":\n\n");
    return "alive";
  }

  /**
   * Ends the stream; with `comeBackAfter` (milliseconds), the reader is told when to connect again. A reader that is behind
   * is not waited for.
   */
  end(comeBackAfter?: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#isBehind) {
      this.#output.destroy();
      return;
    }
    if (comeBackAfter !== undefined) this.#output.write(`retry: ${comeBackAfter}\n\n`);
    this.#output.end();
  }

  /** Call this when the reader is gone. */
  forget(): void {
    this.#hasEnded = true;
  }

  #write(text: string): void {
    if (this.#output.write(text)) return;
    this.#isBehind = true;
    this.#output.once("drain", () => {
      this.#isBehind = false;
      this.flush();
    });
  }
}
